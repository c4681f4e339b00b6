"""Present many tasks at once: to give out, to sign, and what became of each."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from haidang.channels.desk.list_pages import (
    GiveLine,
    GivePage,
    Load,
    OutcomeLine,
    OutcomePage,
    SignLine,
    SignPage,
)
from haidang.channels.desk.words import action_words, due_words, language, post_words
from haidang.channels.desk.work_page import case_crumbs
from haidang.domain.cases import public as cases
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import WorkingCalendar
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Fault, Link

_REFUSALS: Final[Mapping[str, str | Promise]] = {
    "worklist.not_your_task": lazy("The officer does not hold the post of this task."),
    "worklist.task_taken": lazy("Another officer has taken this task."),
    "worklist.task_closed": lazy("This task was done in the meantime."),
    "worklist.action_unknown": lazy("This task does not offer that action."),
    "cases.illegal_status": lazy("The case is in a state that does not allow it."),
    "cases.fee_unpaid": lazy("The fee is not paid yet."),
}

Loads = Mapping[tuple[str, str], tuple[worklist.OfficerLoad, ...]]


def give_page(
    tasks: Sequence[worklist.TaskView],
    *,
    loads: Loads,
    suggested: Mapping[worklist.TaskId, UUID],
    calendar: WorkingCalendar,
    back_to: str,
) -> GivePage:
    """Return the tasks to give out, each with the officers of its post."""
    return GivePage(
        lines=tuple(
            _give_line(task, loads=loads, suggested=suggested, calendar=calendar) for task in tasks
        ),
        loads=tuple(
            Load(name=each.name, post=post_words(post), open_tasks=str(each.open_tasks))
            for (_agency, post), found in loads.items()
            for each in found
        ),
        back_to=back_to,
        crumbs=(*case_crumbs(), Link(text=_("Give out the ticked"))),
    )


def sign_page(
    tasks: Sequence[worklist.TaskView],
    *,
    drafts: Mapping[str, cases.DocumentView],
    opened: frozenset[str],
    ticked: frozenset[str] | None,
    back_to: str,
) -> SignPage:
    """Return the results to sign; ``ticked`` are those confirmed, None before the first sending.

    A draft that the officer opened in this session is ticked at the beginning; every other
    waits for the officer's own tick.
    """
    lines = tuple(
        _sign_line(task, draft=drafts.get(task.subject), opened=opened, ticked=ticked)
        for task in tasks
    )
    is_missing = ticked is not None and not any(line.is_ticked for line in lines)
    fault = Fault(text=_("Tick each result that you have read and agree with."), href="#results")
    return SignPage(
        lines=lines,
        faults=(fault,) if is_missing else (),
        back_to=back_to,
        crumbs=(*case_crumbs(), Link(text=_("Sign or approve the ticked"))),
    )


def given_page(outcomes: Sequence[worklist.AssignOutcome], *, back_to: str) -> OutcomePage:
    """Return to whom each task was given, or why not."""
    done = sum(1 for each in outcomes if not each.refused)
    lines = tuple(
        _line(
            each.subject,
            refused=each.refused,
            done=_("In the hands of %(name)s") % {"name": each.officer_name},
        )
        for each in outcomes
    )
    text = ngettext("%(count)d task was given out.", "%(count)d tasks were given out.", done)
    return _outcome_page(_("Tasks given out"), text % {"count": done}, lines, back_to=back_to)


def signed_page(outcomes: Sequence[cases.StepOutcome], *, back_to: str) -> OutcomePage:
    """Return which results were signed or approved, and why others were not."""
    done = sum(1 for each in outcomes if not each.refused)
    lines = tuple(
        _line(
            each.case_number, refused=each.refused, done=_("Done: %(step)s") % {"step": each.step}
        )
        for each in outcomes
    )
    text = ngettext("%(count)d task was done.", "%(count)d tasks were done.", done)
    return _outcome_page(_("Signed or approved"), text % {"count": done}, lines, back_to=back_to)


def _outcome_page(
    title: str, summary: str, lines: tuple[OutcomeLine, ...], *, back_to: str
) -> OutcomePage:
    crumbs = (*case_crumbs(), Link(text=title))
    return OutcomePage(title=title, summary=summary, lines=lines, back_to=back_to, crumbs=crumbs)


def _line(number: str, *, refused: str, done: str) -> OutcomeLine:
    why = str(_REFUSALS.get(refused, _("It could not be done; open the case and look.")))
    return OutcomeLine(
        number=number,
        href=reverse("desk:case", args=[number]),
        text=why if refused else done,
        tone="bad" if refused else "good",
    )


def _give_line(
    task: worklist.TaskView,
    *,
    loads: Loads,
    suggested: Mapping[worklist.TaskId, UUID],
    calendar: WorkingCalendar,
) -> GiveLine:
    due = due_words(task.due_at, calendar=calendar)
    options = tuple(
        Option(value=str(each.officer_id), label=f"{each.name} ({each.open_tasks})")
        for each in loads.get((task.agency, task.post), ())
    )
    return GiveLine(
        id=str(task.id),
        number=task.subject,
        href=reverse("desk:case", args=[task.subject]),
        procedure=_procedure(task),
        step=task.name,
        due=due.relative,
        tone=due.tone,
        who=task.officer_name,
        field=Field(
            name=f"officer.{task.id}",
            label=_("Officer for %(number)s") % {"number": task.subject},
            kind="select",
            options=options,
            value=str(suggested.get(task.id, "")),
            required=False,
        ),
    )


def _sign_line(
    task: worklist.TaskView,
    *,
    draft: cases.DocumentView | None,
    opened: frozenset[str],
    ticked: frozenset[str] | None,
) -> SignLine:
    was_opened = draft is not None and draft.sha256 in opened
    return SignLine(
        id=str(task.id),
        number=task.subject,
        href=reverse("desk:case", args=[task.subject]),
        procedure=_procedure(task),
        applicant=str(task.label.get("applicant") or ""),
        step=f"{task.name}: {action_words('approve', post=task.post).label}",
        draft=reverse("desk:document", args=[task.subject, draft.id]) if draft else "",
        was_opened=was_opened,
        is_ticked=was_opened if ticked is None else str(task.id) in ticked,
    )


def _procedure(task: worklist.TaskView) -> str:
    return str(task.label.get(f"name_{language()}") or task.label.get("name_vi") or "")

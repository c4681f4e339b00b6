"""Present my work: counts, filters and the list."""

from collections.abc import Mapping
from typing import Final, get_args
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haidang.blocks.agencies import public as agencies
from haidang.channels.desk.pages import AssignPage, FindPage, Found, Me, TaskRow, Tile, WorkPage
from haidang.channels.desk.words import (
    CHANNELS,
    STATUS_TONES,
    due_words,
    language,
    post_words,
    say,
)
from haidang.domain.cases import public as cases
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import WorkingCalendar
from haidang.kernel.actors import Actor
from haidang.ui.fields import Field, Option
from haidang.ui.parts import Fault, Link

PAGE: Final = 25
SCOPES: Final[tuple[worklist.Scope, ...]] = get_args(worklist.Scope)


def me(actor: Actor) -> Me:
    """Return who is signed in, with the posts held."""
    posts = {post_words(duty.post) for duty in actor.duties}
    return Me(name=actor.name, posts=tuple(sorted(posts)))


def read_scope(asked: str) -> worklist.Scope:
    """Return the scope that an address asks for; all when it names none."""
    return next((scope for scope in SCOPES if scope == asked), "all")


def work_page(
    page: worklist.TaskPage,
    *,
    counts: Mapping[str, int],
    steps: list[worklist.StepCount],
    scope: worklist.Scope,
    key: str,
    is_first: bool,
    calendar: WorkingCalendar,
    actor: Actor,
) -> WorkPage:
    """Return the list of tasks as the page shows it."""
    rows = tuple(_row(task, calendar=calendar, actor=actor) for task in page.tasks)
    return WorkPage(
        tiles=tuple(
            Tile(
                label=label,
                value=str(counts[name]),
                icon=icon,
                href=_href(scope=name, key=key),
                tone="bad" if name == "overdue" and counts[name] else "idle",
                current=name == scope,
            )
            for name, label, icon in _scope_words()
        ),
        steps=_step_links(steps, scope=scope, key=key),
        rows=rows,
        caption=_("Tasks, the most urgent first"),
        back_to=_href(scope=scope, key=key),
        first_href="" if is_first else _href(scope=scope, key=key),
        next_href=_href(scope=scope, key=key, after=page.after) if page.after else "",
        can_claim_any=any(row.can_claim for row in rows),
    )


def assign_page(
    task: worklist.TaskView, officers: list[agencies.OfficerSummary], *, is_missing: bool
) -> AssignPage:
    """Return the choice of officers who hold the task's post."""
    case = reverse("desk:case", args=[task.subject])
    fault = _("Choose an officer who holds the post.") if is_missing else ""
    field = Field(
        name="officer",
        label=_("Officer in charge"),
        kind="radio",
        value=str(task.officer_id or ""),
        options=tuple(Option(value=str(each.id), label=each.name) for each in officers),
        faults=(fault,) if fault else (),
    )
    return AssignPage(
        task=task.name,
        number=task.subject,
        back=case,
        crumbs=(*case_crumbs(), Link(text=task.subject, href=case), Link(text=_("Assign"))),
        field=field,
        faults=(Fault(text=fault, href=f"#{field.focus_id}"),) if fault else (),
    )


def find_page(query: str, found: list[cases.CaseSummary], *, limit: int) -> FindPage:
    """Return the results of a search."""
    return FindPage(
        query=query,
        found=tuple(_found(case) for case in found[:limit]),
        is_cut=len(found) > limit,
    )


def case_crumbs() -> tuple[Link, ...]:
    """Return the way to every page of the desk."""
    return (Link(text=_("My work"), href=reverse("desk:work")),)


def _found(case: cases.CaseSummary) -> Found:
    return Found(
        number=case.number,
        href=reverse("desk:case", args=[case.number]),
        procedure=say(case.procedure_name),
        applicant=case.applicant_name,
        status=say(case.status_name),
        tone=STATUS_TONES.get(case.status, "idle"),
    )


def _row(task: worklist.TaskView, *, calendar: WorkingCalendar, actor: Actor) -> TaskRow:
    due = due_words(task.due_at, calendar=calendar)
    label = {key: str(value) for key, value in task.label.items()}
    is_mine = str(task.officer_id or "") == actor.id
    return TaskRow(
        id=str(task.id),
        number=task.subject,
        href=reverse("desk:case", args=[task.subject]),
        procedure=label.get(f"name_{language()}") or label.get("name_vi", ""),
        applicant=label.get("applicant", ""),
        channel=str(CHANNELS.get(label.get("channel", ""), "")),
        step=task.name,
        post=post_words(task.post),
        due=due.relative,
        due_exact=due.exact,
        tone=due.tone,
        who=pgettext("officer", "Me") if is_mine else task.officer_name,
        can_claim=task.officer_id is None and worklist.can_act(task, actor),
    )


def _scope_words() -> tuple[tuple[worklist.Scope, str, str], ...]:
    return (
        ("all", pgettext("tasks", "All"), "list"),
        ("mine", pgettext("tasks", "Mine"), "user"),
        ("free", pgettext("tasks", "Not taken"), "folder"),
        ("overdue", pgettext("tasks", "Overdue"), "clock"),
    )


def _step_links(
    steps: list[worklist.StepCount], *, scope: worklist.Scope, key: str
) -> tuple[Link, ...]:
    every = Link(text=_("Every step"), href=_href(scope=scope), current=not key)
    each = tuple(
        Link(
            text=f"{step.name} ({step.waiting})",
            href=_href(scope=scope, key=step.key),
            current=step.key == key,
        )
        for step in steps
    )
    return (every, *each) if len(each) > 1 else ()


def _href(*, scope: str = "all", key: str = "", after: str = "") -> str:
    asked = {"pham-vi": scope if scope != "all" else "", "buoc": key, "sau": after}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("desk:work") + (f"?{query}" if query else "")

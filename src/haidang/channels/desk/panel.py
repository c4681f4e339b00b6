"""The action panel: the open tasks of a case, what they offer, the form of the chosen action."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haidang.channels.desk.forms import StepInput, step_fields, summarize
from haidang.channels.desk.material import Material
from haidang.channels.desk.pages import Choice, PanelTask, StepForm
from haidang.channels.desk.words import action_words, due_words, post_words
from haidang.domain.worklist import public as worklist


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The action that the officer is about to take, with what was typed so far."""

    task_id: UUID
    given: StepInput
    faults: dict[str, str]


def panel_tasks(material: Material, *, chosen: Chosen | None) -> tuple[PanelTask, ...]:
    """Return the open tasks, those first on which the officer can act."""
    tasks = [_panel_task(task, material, chosen=chosen) for task in material.tasks]
    return tuple(sorted(tasks, key=lambda task: not task.can_act))


def _panel_task(
    task: worklist.TaskView, material: Material, *, chosen: Chosen | None
) -> PanelTask:
    due = due_words(task.due_at, calendar=material.calendar)
    can_act = worklist.can_act(task, material.actor)
    can_assign = worklist.can_assign(task, material.actor)
    is_mine = str(task.officer_id or "") == material.actor.id
    own = chosen if chosen is not None and chosen.task_id == task.id and can_act else None
    spent = bool(material.case.supplements) and "supplement" in task.actions
    actions = tuple(each for each in task.actions if not (spent and each == "supplement"))
    return PanelTask(
        id=str(task.id),
        name=task.name,
        post=post_words(task.post),
        due=due.relative,
        due_exact=due.exact,
        tone=due.tone,
        who=task.officer_name,
        can_act=can_act,
        is_mine=is_mine,
        assign_href=reverse("desk:assign", args=[task.id]) if can_assign else "",
        release_href=reverse("desk:release", args=[task.id]) if is_mine else "",
        choices=tuple(_choice(task, each, chosen=own) for each in actions) if can_act else (),
        form=_form(task, material, chosen=own) if own else None,
        note=_("A supplement was requested once already; the law allows no second request.")
        if spent and can_act
        else "",
    )


def _choice(task: worklist.TaskView, action: str, *, chosen: Chosen | None) -> Choice:
    words = action_words(action, post=task.post)
    return Choice(
        label=str(words.label),
        href=reverse("desk:act", args=[task.subject, task.id, action]),
        icon=words.icon,
        kind="secondary" if words.kind == "danger" else words.kind,
        current=chosen is not None and chosen.given.action == action,
    )


def _form(task: worklist.TaskView, material: Material, *, chosen: Chosen) -> StepForm:
    words = action_words(chosen.given.action, post=task.post)
    fields = step_fields(chosen.given, places=places_of(material), faults=chosen.faults)
    return StepForm(
        title=str(words.label),
        effect=str(words.effect),
        action=reverse("desk:act", args=[task.subject, task.id, chosen.given.action]),
        fields=fields,
        faults=summarize(chosen.faults, fields),
        confirm=pgettext("button", "Confirm: %(action)s") % {"action": words.label},
        kind="danger" if words.kind == "danger" else "",
        icon=words.icon,
        back=reverse("desk:case", args=[task.subject]),
    )


def places_of(material: Material) -> tuple[tuple[str, str], ...]:
    """Return what an item can be about: the form's questions, then the other papers."""
    asked = {key for key, _label in material.questions}
    papers = [
        (rule.key, rule.name["vi"]) for rule in material.evidence_rules if rule.key not in asked
    ]
    return (*material.questions, *papers)

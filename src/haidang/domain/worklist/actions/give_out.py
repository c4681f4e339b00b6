"""Give many tasks out at once, evenly by what each officer has in hand."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from haidang.blocks.agencies import public as agencies
from haidang.domain.worklist.actions.tasks import assign_task
from haidang.domain.worklist.queries import count_in_hand, get_task
from haidang.domain.worklist.types import AssignOutcome, OfficerLoad, TaskId, TaskView
from haidang.kernel.actors import Actor
from haidang.kernel.errors import HaidangError


def list_loads(agency: str, post: str) -> tuple[OfficerLoad, ...]:
    """Return who may act in a post and how many open tasks each has, the least first."""
    officers = agencies.officers_holding(agency, post)
    counted = count_in_hand([each.id for each in officers], agency=agency)
    loads = [
        OfficerLoad(officer_id=each.id, name=each.name, open_tasks=counted[each.id])
        for each in officers
    ]
    return tuple(sorted(loads, key=lambda load: load.open_tasks))


def suggest_officers(tasks: Sequence[TaskView]) -> dict[TaskId, UUID]:
    """Return whom to give each task: always the one of its post who has the least in hand.

    A task for whose post there is nobody is left out.
    """
    loads: dict[tuple[str, str], dict[UUID, int]] = {}
    suggested: dict[TaskId, UUID] = {}
    for task in tasks:
        post = (task.agency, task.post)
        if post not in loads:
            loads[post] = {each.officer_id: each.open_tasks for each in list_loads(*post)}
        if loads[post]:
            chosen = min(loads[post], key=loads[post].__getitem__)
            loads[post][chosen] += 1
            suggested[task.id] = chosen
    return suggested


def assign_tasks(wanted: Mapping[TaskId, UUID], *, actor: Actor) -> tuple[AssignOutcome, ...]:
    """Give each task to its officer, each for itself: one refusal stops no other.

    Raises TaskUnknown or NotYourTask for a task of another agency.
    """
    return tuple(
        _assign(get_task(task_id, actor=actor), officer_id=officer_id, actor=actor)
        for task_id, officer_id in wanted.items()
    )


def _assign(task: TaskView, *, officer_id: UUID, actor: Actor) -> AssignOutcome:
    try:
        given = assign_task(task.id, officer_id=officer_id, actor=actor)
    except HaidangError as error:
        return AssignOutcome(
            task_id=task.id, subject=task.subject, officer_name="", refused=error.code
        )
    return AssignOutcome(task_id=task.id, subject=task.subject, officer_name=given.officer_name)

"""Approve or sign many tasks together: each by its own act, with what became of each."""

from collections.abc import Iterable
from uuid import UUID

from haidang.domain.cases.actions.complete_step import complete_step
from haidang.domain.cases.types import StepOutcome
from haidang.domain.worklist import public as worklist
from haidang.kernel.actors import Actor
from haidang.kernel.errors import HaidangError


def complete_many(
    task_ids: Iterable[UUID], *, action: str, actor: Actor, note: str = ""
) -> tuple[StepOutcome, ...]:
    """Do each task by the same action, each in a transaction of its own.

    One refusal stops no other and takes nothing back. A task that this officer did by this
    action before counts as done, so that sending the same page twice signs nothing twice.
    Raises TaskUnknown or NotYourTask for a task of another agency, before anything is done.
    """
    tasks = [worklist.get_task(task_id, actor=actor) for task_id in dict.fromkeys(task_ids)]
    return tuple(_complete(task, action=action, note=note, actor=actor) for task in tasks)


def _complete(task: worklist.TaskView, *, action: str, note: str, actor: Actor) -> StepOutcome:
    refused = ""
    if not _was_done(task, action=action, actor=actor):
        try:
            complete_step(task.id, action=action, actor=actor, note=note)
        except HaidangError as error:
            refused = error.code
    return StepOutcome(task_id=task.id, case_number=task.subject, step=task.name, refused=refused)


def _was_done(task: worklist.TaskView, *, action: str, actor: Actor) -> bool:
    return task.outcome == action and str(task.officer_id or "") == actor.id

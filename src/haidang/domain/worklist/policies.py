"""Who may do what with a task."""

from collections.abc import Callable

from haidang.domain.worklist.errors import NotYourTask, TaskClosed, TaskTaken
from haidang.domain.worklist.models import Task
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

ASSIGNING_POSTS = ("head", "leader")


def check_can_see(task: Task, actor: Actor) -> None:
    """Let officers of the agency see its tasks."""
    if task.agency not in actor.agencies and actor.kind != "system":
        raise NotYourTask


def check_can_act(task: Task, actor: Actor) -> None:
    """Let an officer of the post act on an open task that nobody else has taken."""
    if actor.kind != "system" and not actor.holds(task.post, agency=task.agency):
        raise NotYourTask
    if task.closed_at is not None:
        raise TaskClosed
    if task.officer_id is not None and str(task.officer_id) != actor.id:
        raise TaskTaken


def check_can_assign(task: Task, actor: Actor) -> None:
    """Let heads and leaders of the agency give out its open tasks."""
    if not any(actor.holds(post, agency=task.agency) for post in ASSIGNING_POSTS):
        raise NotYourTask
    if task.closed_at is not None:
        raise TaskClosed


def can_act(task: Task, actor: Actor) -> bool:
    """Tell whether ``check_can_act`` would pass."""
    return _passes(check_can_act, task, actor)


def can_assign(task: Task, actor: Actor) -> bool:
    """Tell whether ``check_can_assign`` would pass."""
    return _passes(check_can_assign, task, actor)


def _passes(check: Callable[[Task, Actor], None], task: Task, actor: Actor) -> bool:
    try:
        check(task, actor)
    except (NotAllowed, TaskClosed, TaskTaken):
        return False
    return True

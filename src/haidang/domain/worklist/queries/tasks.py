"""Lists of tasks by key set, and one task."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from haidang.blocks.statements import public as statements
from haidang.domain.worklist import policies
from haidang.domain.worklist.errors import TaskUnknown
from haidang.domain.worklist.models import Task
from haidang.domain.worklist.queries.narrowing import most_urgent, narrowed
from haidang.domain.worklist.types import TaskFilter, TaskId, TaskPage, TaskView
from haidang.kernel.actors import Actor

EVERYTHING = TaskFilter()
_BY_ID: Final = statements.Prepared(lambda task_id: Task.objects.filter(pk=task_id), UUID)
_OPEN_OF_SUBJECT: Final = statements.Prepared(
    lambda subject: Task.objects.open().filter(subject=subject).order_by("id"), str
)


def list_tasks(
    *, actor: Actor, where: TaskFilter = EVERYTHING, after: str = "", limit: int = 25
) -> TaskPage:
    """Return open tasks of the officer's posts, the most urgent first, by key set.

    A mark that cannot be read begins at the beginning.
    """
    rows = narrowed(actor, where)
    mark = _read_mark(after)
    if mark is not None:
        urgency, last = mark
        rows = rows.filter(urgency__gte=urgency)
        rows = rows.filter(Q(urgency__gt=urgency) | Q(urgency=urgency, id__gt=last))
    found = list(most_urgent(rows, actor, limit=limit + 1))
    page = found[:limit]
    more = f"{page[-1].urgency.isoformat()}~{page[-1].id}" if len(found) > limit else ""
    return TaskPage(tasks=tuple(view(row) for row in page), after=more)


def _read_mark(after: str) -> tuple[datetime, UUID] | None:
    urgency, _, last = after.partition("~")
    try:
        return datetime.fromisoformat(urgency), UUID(last)
    except ValueError:
        return None


def get_task(task_id: UUID, *, actor: Actor) -> TaskView:
    """Return a task of the officer's agency; raises TaskUnknown or NotYourTask."""
    row = _BY_ID.first(task_id)
    if row is None:
        raise TaskUnknown
    policies.check_can_see(row, actor)
    return view(row)


def list_open_tasks_of(subject: str) -> list[TaskView]:
    """Return the open tasks of a subject, oldest first; the caller guards the subject."""
    return [view(row) for row in _OPEN_OF_SUBJECT.rows(subject)]


def can_act(task: TaskView, actor: Actor) -> bool:
    """Tell whether the officer may do the task now."""
    row = Task(
        agency=task.agency, post=task.post, officer_id=task.officer_id, closed_at=task.closed_at
    )
    return policies.can_act(row, actor)


def can_assign(task: TaskView, actor: Actor) -> bool:
    """Tell whether the officer may give the task to somebody now."""
    row = Task(agency=task.agency, post=task.post, closed_at=task.closed_at)
    return policies.can_assign(row, actor)


def view(row: Task) -> TaskView:
    """Return a row as it crosses the door."""
    return TaskView(
        id=TaskId(row.id),
        subject=row.subject,
        token=row.token,
        key=row.key,
        name=row.name,
        agency=row.agency,
        post=row.post,
        actions=tuple(row.actions),
        opened_at=row.opened_at,
        due_at=row.due_at,
        officer_id=row.officer_id,
        officer_name=row.officer_name,
        closed_at=row.closed_at,
        outcome=row.outcome,
        label=row.label,
    )

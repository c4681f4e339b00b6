"""Reads of the worklist, always for an officer's duties."""

from typing import Literal
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from haidang.domain.worklist import policies
from haidang.domain.worklist.errors import TaskUnknown
from haidang.domain.worklist.models import Task
from haidang.domain.worklist.types import StepCount, TaskId, TaskPage, TaskView
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now

Scope = Literal["all", "mine", "free", "overdue"]


def list_tasks(
    *, actor: Actor, scope: Scope = "all", key: str = "", after: str = "", limit: int = 25
) -> TaskPage:
    """Return open tasks of the officer's posts, the most urgent first, by key set."""
    rows = _scoped(Task.objects.open().for_duties_of(actor), actor, scope)
    if key:
        rows = rows.filter(key=key)
    if after:
        urgency, _, last = after.partition("~")
        rows = rows.filter(Q(urgency__gt=urgency) | Q(urgency=urgency, id__gt=last))
    found = list(rows.order_by("urgency", "id")[: limit + 1])
    page = found[:limit]
    mark = f"{page[-1].urgency.isoformat()}~{page[-1].id}" if len(found) > limit else ""
    return TaskPage(tasks=tuple(view(row) for row in page), after=mark)


def count_tasks(*, actor: Actor) -> dict[str, int]:
    """Return how many open tasks there are: all, mine, free, overdue."""
    mine = Q(officer_id=UUID(actor.id)) if actor.is_officer else Q(pk__in=[])
    return (
        Task.objects.open()
        .for_duties_of(actor)
        .aggregate(
            all=Count("id"),
            mine=Count("id", filter=mine),
            free=Count("id", filter=Q(officer_id=None)),
            overdue=Count("id", filter=Q(due_at__lt=now())),
        )
    )


def count_steps(*, actor: Actor) -> list[StepCount]:
    """Return which steps wait for the officer's posts and how often, the fullest first."""
    rows = Task.objects.open().for_duties_of(actor).values("key")
    counted = rows.annotate(name=Min("name"), waiting=Count("id")).order_by("-waiting", "key")
    return [StepCount(key=row["key"], name=row["name"], waiting=row["waiting"]) for row in counted]


def get_task(task_id: UUID, *, actor: Actor) -> TaskView:
    """Return a task of the officer's agency; raises TaskUnknown or NotYourTask."""
    row = Task.objects.filter(pk=task_id).first()
    if row is None:
        raise TaskUnknown
    policies.check_can_see(row, actor)
    return view(row)


def list_open_tasks_of(subject: str) -> list[TaskView]:
    """Return the open tasks of a subject, oldest first; the caller guards the subject."""
    return [view(row) for row in Task.objects.open().filter(subject=subject).order_by("id")]


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


def _scoped(rows: QuerySet[Task], actor: Actor, scope: Scope) -> QuerySet[Task]:
    match scope:
        case "all":
            return rows
        case "mine":
            return rows.filter(officer_id=UUID(actor.id))
        case "free":
            return rows.filter(officer_id=None)
        case "overdue":
            return rows.filter(due_at__lt=now())

"""Narrow tasks by what a list asks for, and read the most urgent across several posts."""

from typing import TypeVar, assert_never
from uuid import UUID

from django.db.models import Q, QuerySet

from haidang.domain.worklist.models import FAR_AWAY, Task
from haidang.domain.worklist.types import Band, Scope, TaskFilter
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.text import fold

ORDER = ("urgency", "id")
Shown = TypeVar("Shown")


def narrowed(actor: Actor, where: TaskFilter) -> QuerySet[Task]:
    """Return the open tasks that a list asks for, of all posts; the caller adds the posts."""
    rows = _scoped(Task.objects.open(), actor, where)
    equal = {"key": where.key, "procedure": where.procedure, "channel": where.channel}
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    if where.officer_id is not None:
        rows = rows.filter(officer_id=where.officer_id)
    if where.band is not None:
        rows = rows.filter(_band(where.band, where))
    for word in fold(where.text).split():
        rows = rows.filter(folded__contains=word)
    return rows


def most_urgent(rows: QuerySet[Task], actor: Actor, *, limit: int) -> QuerySet[Task]:
    """Return the first tasks of the officer's posts.

    Each post is read by its own index as far as the page needs, so that a long list of one
    post never has to be sorted to show the first lines of two.
    """
    parts = [part.order_by(*ORDER)[:limit] for part in _by_post(rows, actor)]
    if len(parts) == 1:
        return parts[0]
    return _joined(parts).order_by(*ORDER)[:limit] if parts else rows.none()


def count_up_to(rows: QuerySet[Task], actor: Actor, *, limit: int) -> int:
    """Count tasks of the officer's posts, but no further than a limit."""
    parts = [part.order_by().values("id")[:limit] for part in _by_post(rows, actor)]
    return min(_joined(parts).count(), limit) if parts else 0


def _by_post(rows: QuerySet[Task], actor: Actor) -> list[QuerySet[Task]]:
    duties = sorted(actor.duties, key=lambda duty: (duty.agency, duty.post))
    return [rows.filter(agency=duty.agency, post=duty.post) for duty in duties]


def _joined(parts: list[QuerySet[Task, Shown]]) -> QuerySet[Task, Shown]:
    first, *others = parts
    return first.union(*others, all=True) if others else first


def _scoped(rows: QuerySet[Task], actor: Actor, where: TaskFilter) -> QuerySet[Task]:
    scope: Scope = where.scope
    match scope:
        case "all":
            return rows
        case "mine":
            return rows.filter(officer_id=UUID(actor.id)) if actor.is_officer else rows.none()
        case "free":
            return rows.filter(officer_id=None)
        case "overdue" | "near":
            return rows.filter(_band(scope, where))
        case _:
            assert_never(scope)


def _band(band: Band, where: TaskFilter) -> Q:
    """Return the rule of a band; the undated have the urgency of the far future."""
    at = now()
    near = max(where.near_until or at, at)
    match band:
        case "overdue":
            return Q(urgency__lt=at)
        case "near":
            return Q(urgency__gte=at, urgency__lte=near)
        case "later":
            return Q(urgency__gt=near, urgency__lt=FAR_AWAY)
        case "undated":
            return Q(urgency__gte=FAR_AWAY)
        case _:
            assert_never(band)

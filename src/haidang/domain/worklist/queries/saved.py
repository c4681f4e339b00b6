"""Lists that officers keep by a name."""

from uuid import UUID

from django.db.models import Q

from haidang.domain.worklist.models import SavedFilter as Row
from haidang.domain.worklist.types import FilterId, SavedFilter
from haidang.kernel.actors import Actor

MOST = 50


def list_filters(*, actor: Actor) -> tuple[SavedFilter, ...]:
    """Return the officer's own lists, then those that colleagues of the agency share."""
    if not actor.is_officer:
        return ()
    own = Q(officer_id=UUID(actor.id))
    shared = Q(is_shared=True, agency__in=sorted(actor.agencies))
    rows = list(Row.objects.filter(own | shared).order_by("name", "id")[:MOST])
    rows.sort(key=lambda row: str(row.officer_id) != actor.id)
    return tuple(saved_view(row) for row in rows)


def default_filter(*, actor: Actor) -> SavedFilter | None:
    """Return the list with which the officer's day begins, if one was chosen."""
    if not actor.is_officer:
        return None
    row = Row.objects.filter(officer_id=UUID(actor.id), is_default=True).first()
    return saved_view(row) if row else None


def saved_view(row: Row) -> SavedFilter:
    """Return a row as it crosses the door."""
    return SavedFilter(
        id=FilterId(row.id),
        name=row.name,
        officer_id=row.officer_id,
        officer_name=row.officer_name,
        agency=row.agency,
        query={str(key): str(value) for key, value in row.query.items()},
        is_shared=row.is_shared,
        is_default=row.is_default,
    )

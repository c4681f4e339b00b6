"""Which cases come near their due date, and which may still be extended."""

from typing import Final
from uuid import UUID

from django.db.models import Q

from haidang.domain.cases.models import Case, Extension
from haidang.domain.cases.policies import EXTENDABLE
from haidang.domain.cases.queries.presenting import UNSHOWN, summary_of
from haidang.domain.cases.types import DueSoon
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import derive_light, last_day_to_extend
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local, now

_MOST: Final = 200


def list_due_soon(*, actor: Actor, limit: int = 50) -> tuple[DueSoon, ...]:
    """Return the open cases of the officer's agencies that are amber or red, the first due first.

    ``extend_until`` is the last day on which Mẫu 04 may be sent.
    """
    if not actor.is_officer:
        return ()
    nearest = _nearest(actor, size=min(limit, _MOST))
    extended = set(
        Extension.objects.filter(case__in=[row.id for row in nearest]).values_list(
            "case_id", flat=True
        )
    )
    found = [_due_soon(row, is_extended=row.id in extended) for row in nearest]
    return tuple(one for one in found if one is not None and one.light in {"amber", "red"})


def _nearest(actor: Actor, *, size: int) -> list[Case]:
    """Return the open cases that are due first; each agency is asked apart, by its index."""
    rows = Case.objects.filter(status__in=EXTENDABLE, finished_at=None, due_at__isnull=False)
    found: dict[UUID, Case] = {}
    for agency in sorted(actor.agencies):
        for own in (Q(receiving_agency=agency), Q(competent_agency=agency)):
            first = rows.filter(own).order_by("due_at", "id").defer(*UNSHOWN)
            found |= {row.id: row for row in first[:size]}
    return sorted(found.values(), key=lambda row: (row.due_at, row.id))[:size]


def may_extend(case: Case) -> bool:
    """Tell whether the one extension is still free and today is not too late for it."""
    if case.due_at is None or Extension.objects.filter(case=case).exists():
        return False
    calendar = catalog.working_calendar(case.city)
    return local(now()).date() <= last_day_to_extend(case.due_at, calendar=calendar)


def _due_soon(row: Case, *, is_extended: bool) -> DueSoon | None:
    if row.due_at is None:
        return None
    calendar = catalog.working_calendar(row.city)
    light = derive_light(
        row.due_at,
        now(),
        calendar=calendar,
        near=catalog.near_time(row.city),
        waiting_since=row.waiting_since,
    )
    return DueSoon(
        case=summary_of(row),
        due_at=row.due_at,
        extend_until=last_day_to_extend(row.due_at, calendar=calendar),
        is_extended=is_extended,
        light=light,
        reminded=row.reminded,
    )

"""How all cases of a city stand, in numbers; nothing about any one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, QuerySet

from haidang.domain.cases.models import Case
from haidang.domain.cases.states import CLOSED, DECIDED, Status
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import WorkingCalendar
from haidang.kernel.clock import local, now

IN_HAND: Final = (Status.REGISTERED, Status.ACCEPTED, Status.PROCESSING)
"""Statuses in which the next step is ours; in the others the person or a payment is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """Cases by status; open ones that are late or due today; those in hand that do not move."""

    by_status: Mapping[str, int]
    overdue: int
    due_today: int
    stuck: Mapping[str, int]


def case_figures(city: str, *, stuck_hours: int) -> CaseFigures:
    """Count the cases; ``stuck`` are those in hand without a step for so many working hours."""
    at = now()
    limit = working_hours_before(at, stuck_hours, calendar=catalog.working_calendar(city))
    day_end = local(at).replace(hour=23, minute=59, second=59, microsecond=999_999)
    due = _open().filter(due_at__isnull=False)
    return CaseFigures(
        by_status=_by_status(Case.objects.all()),
        overdue=due.filter(due_at__lt=at).count(),
        due_today=due.filter(due_at__gte=at, due_at__lte=day_end).count(),
        stuck=_by_status(Case.objects.filter(status__in=IN_HAND, changed_at__lt=limit)),
    )


def working_hours_before(at: datetime, hours: int, *, calendar: WorkingCalendar) -> datetime:
    """Return the instant since which the office has worked so many hours."""
    left = timedelta(hours=hours)
    day = local(at).date()
    while True:
        for opened, closed in reversed(calendar.spans(day)):
            worked = min(closed, at) - opened
            if worked >= left:
                return opened + worked - left
            left -= max(worked, timedelta())
        day -= timedelta(days=1)


def _open() -> "QuerySet[Case]":
    return Case.objects.filter(finished_at=None).exclude(status__in=[*CLOSED, *DECIDED])


def _by_status(rows: "QuerySet[Case]") -> dict[str, int]:
    counted = rows.order_by().values_list("status").annotate(Count("pk"))
    return dict(counted)

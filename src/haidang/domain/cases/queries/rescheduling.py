"""Which open cases a change of the calendar touches, and where their due dates go."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.states import Status
from haidang.domain.cases.types import DueChange, DueChanges
from haidang.engines.deadlines import Unit, WorkingCalendar
from haidang.kernel.clock import VIETNAM, local

OPEN: Final = (
    Status.LINKED,
    Status.ACCEPTED,
    Status.PROCESSING,
    Status.SUPPLEMENT,
    Status.OBLIGATION,
)
_LOOKED_AT_MOST: Final = 5_000
_EXAMPLES: Final = 8
_COUNTED: Final = frozenset({Unit.WORKING_DAY, Unit.HOUR})


def preview_due_dates(city: str, *, before: WorkingCalendar, after: WorkingCalendar) -> DueChanges:
    """Return how many open cases would be due otherwise, with examples; nothing is written.

    At most 5,000 cases are looked at, those that are due first.
    """
    rows = list(open_cases(city, since=first_change(before, after))[: _LOOKED_AT_MOST + 1])
    looked = rows[:_LOOKED_AT_MOST]
    changes = list(_changes(looked, before=before, after=after))
    return DueChanges(
        looked_at=len(looked),
        later=sum(each.after > each.before for each in changes),
        earlier=sum(each.after < each.before for each in changes),
        examples=tuple(changes[:_EXAMPLES]),
        is_cut=len(rows) > _LOOKED_AT_MOST,
    )


def open_cases(city: str, *, since: date | None) -> "QuerySet[Case]":
    """Return the open cases of a city that are due on a day or later, the first due first."""
    if since is None:
        return Case.objects.none()
    start = datetime.combine(since, time(), VIETNAM)
    rows = Case.objects.filter(city=city, status__in=OPEN, finished_at=None, due_at__gte=start)
    return rows.select_related("extension").order_by("due_at", "id")


def ids_to_reschedule(city: str, *, before: WorkingCalendar, after: WorkingCalendar) -> list[UUID]:
    """Return the cases whose due dates are to be reckoned anew."""
    rows = open_cases(city, since=first_change(before, after))
    return list(rows.values_list("id", flat=True))


def first_change(before: WorkingCalendar, after: WorkingCalendar) -> date | None:
    """Return the first day that is worked under one calendar only, or with other hours."""
    marked = {*before.days, *after.days}
    days = {day for day in marked if before.is_working(day) != after.is_working(day)}
    if before.hours != after.hours:
        days |= {period.valid_from for period in (*before.hours.periods, *after.hours.periods)}
    return min(days, default=None)


def due_under(case: Case, *, before: WorkingCalendar, after: WorkingCalendar) -> datetime | None:
    """Return when a case is owed under another calendar.

    The working time between acceptance and due stays the same. A date that a head set by
    extension, or that counts calendar days, moves only off a day that is no longer worked.
    """
    if case.due_at is None or case.accepted_at is None:
        return case.due_at
    due = local(case.due_at)
    start = before.within_hours(case.accepted_at)
    amount = before.working_time(start, due)
    counts = _counts_working_time(case) and not hasattr(case, "extension")
    if counts and before.walk(start, amount) == due:
        return after.walk(start, amount)
    if after.is_working(due.date()):
        return due
    return after.closing(after.working_day_from(due.date()))


def _counts_working_time(case: Case) -> bool:
    package = package_of(case)
    offer = package.channel(case.channel) or package.channels[0]
    return offer.time_limit.unit in _COUNTED


def _changes(
    rows: Iterable[Case], *, before: WorkingCalendar, after: WorkingCalendar
) -> Iterable[DueChange]:
    for case in rows:
        due = due_under(case, before=before, after=after)
        if due is not None and case.due_at is not None and due != case.due_at:
            yield DueChange(
                case_id=case.id,
                number=case.key,
                procedure_name=case.procedure_name,
                before=case.due_at,
                after=due,
            )

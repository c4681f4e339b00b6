"""The short limits around a case: notices, forwarding, answers of applicants and agencies."""

from datetime import datetime, time, timedelta
from typing import Final

from haidang.engines.deadlines.model import Due, TimeLimit, Unit
from haidang.engines.deadlines.run import compute_due
from haidang.engines.deadlines.working_calendar import WorkingCalendar
from haidang.kernel.clock import local

FORWARDING_CUT_OFF: Final = time(15)
SYNCHRONISATION_LIMIT: Final = timedelta(minutes=10)
"""Systems synchronise within ten minutes (301/2026/NĐ-CP)."""


def notice_due(*, received_at: datetime, channel: str, calendar: WorkingCalendar) -> Due:
    """Return by when missing papers must be told, all in one notice.

    Online: eight working hours; at the counter or by post: one working day.
    Law: 66.7/2025/NQ-CP; 309/2026/NĐ-CP, Article 17.2.
    """
    online = channel == "online"
    limit = TimeLimit(8, Unit.HOUR) if online else TimeLimit(1, Unit.WORKING_DAY)
    return compute_due(accepted_at=received_at, limit=limit, calendar=calendar)


def forward_due(
    *, accepted_at: datetime, calendar: WorkingCalendar, cut_off: time = FORWARDING_CUT_OFF
) -> datetime:
    """Return by when reception hands a case on: the same day, after the cut-off next morning.

    Law: 309/2026/NĐ-CP, Article 18.2: the cut-off is 15:00.
    """
    at = local(accepted_at).replace(second=0, microsecond=0)
    day = at.date()
    if calendar.is_working(day) and at.time() <= cut_off:
        return calendar.closing(day)
    return calendar.opening(calendar.next_working_day(day))


def supplement_due(*, requested_at: datetime, days: int, calendar: WorkingCalendar) -> Due:
    """Return by when an applicant answers a request for supplement, in working days.

    Law: sector law sets the days (7: 301/2026/NĐ-CP; 15: 297/2025/NĐ-CP).
    """
    limit = TimeLimit(days, Unit.WORKING_DAY)
    return compute_due(accepted_at=requested_at, limit=limit, calendar=calendar)


def confirmation_due(*, asked_at: datetime, calendar: WorkingCalendar) -> Due:
    """Return by when a householder confirms through VNeID: five working days.

    Law: 301/2026/NĐ-CP.
    """
    return compute_due(accepted_at=asked_at, limit=TimeLimit(5), calendar=calendar)


def acknowledgement_due(*, sent_at: datetime, calendar: WorkingCalendar) -> Due:
    """Return by when the next agency acknowledges: two working hours, else an alert.

    Law: 301/2026/NĐ-CP.
    """
    return compute_due(accepted_at=sent_at, limit=TimeLimit(2, Unit.HOUR), calendar=calendar)

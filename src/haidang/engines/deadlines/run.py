"""From an instant and a legal time limit to the due instant, with every step explained."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from haidang.engines.deadlines.model import Due, Reason, TimeLimit, Unit
from haidang.engines.deadlines.words import reason
from haidang.engines.deadlines.working_calendar import WorkingCalendar
from haidang.kernel.clock import local

HOURS_A_DAY = 8
"""One legal working day is eight working hours."""

WEEKEND = {"vi": "ngày nghỉ hằng tuần", "en": "weekly rest"}


def compute_due(
    *,
    accepted_at: datetime,
    limit: TimeLimit,
    calendar: WorkingCalendar,
    competent_received_at: datetime | None = None,
) -> Due:
    """Return when a case accepted at an instant is due.

    The clock starts at acceptance, not at submission; for a case handed in outside
    the competent agency's area, when that agency received it (``competent_received_at``).
    Law: 309/2026/NĐ-CP, Article 17.3; 91/2015/QH13, Articles 147-148.
    """
    received = local(competent_received_at or accepted_at)
    starts_at, reasons = begin(received, limit=limit, calendar=calendar)
    start_code = (
        "started_at_competent_agency" if competent_received_at else "started_at_acceptance"
    )
    reasons = [reason(start_code, at=shown(starts_at)), *reasons]
    if limit.instant:
        reasons.append(reason("instant"))
    due_at, counted = _count(starts_at, limit=limit, calendar=calendar)
    return Due(
        due_at=due_at,
        starts_at=starts_at,
        reasons=(*reasons, *counted, *provisional(due_at, calendar)),
        instant=limit.instant,
        calendar_version=calendar.version,
    )


def begin(
    received_at: datetime, *, limit: TimeLimit, calendar: WorkingCalendar
) -> tuple[datetime, list[Reason]]:
    """Return when the clock of what was received at an instant starts, and why then.

    Seconds are dropped: a receipt shows hours and minutes, and 15:00 is not after 15:00.
    """
    received = local(received_at).replace(second=0, microsecond=0)
    day = received.date()
    if not calendar.is_working(day):
        starts_at = calendar.opening(calendar.next_working_day(day))
        mark = calendar.marks.get(day)
        why = reason("on_day_off", names=mark.name if mark else WEEKEND, at=shown(starts_at))
        return starts_at, [why]
    late = _lateness(received, limit.cut_off, calendar)
    if late:
        starts_at = calendar.opening(calendar.next_working_day(day))
        return starts_at, [reason(late, at=shown(starts_at), cut_off=_clock(limit.cut_off))]
    starts_at = calendar.within_hours(received)
    if starts_at == received:
        return starts_at, []
    code = "before_opening" if starts_at == calendar.opening(day) else "in_break"
    return starts_at, [reason(code, at=shown(starts_at))]


def _lateness(received: datetime, cut_off: time | None, calendar: WorkingCalendar) -> str:
    if received > calendar.closing(received.date()):
        return "after_hours"
    return "after_cut_off" if cut_off is not None and received.time() > cut_off else ""


def _count(
    starts_at: datetime, *, limit: TimeLimit, calendar: WorkingCalendar
) -> tuple[datetime | None, list[Reason]]:
    match limit.unit:
        case Unit.NONE:
            return None, [reason("no_due_date")]
        case Unit.CALENDAR_DAY:
            return end_of_day(starts_at.date(), limit.value, calendar=calendar)
        case Unit.HOUR:
            due_at = _add_hours(starts_at, limit.value, calendar)
            told = reason("hours", count=limit.value, at=shown(due_at))
        case Unit.WORKING_DAY if limit.is_same_day:
            due_at = calendar.closing(starts_at.date())
            told = reason("same_day", at=shown(due_at))
        case _:
            day = calendar.add_working_days(starts_at.date(), limit.value)
            due_at = calendar.within_hours(datetime.combine(day, starts_at.timetz()))
            told = reason("working_days", count=limit.value, at=shown(due_at))
    return due_at, [*marked_days(starts_at.date(), due_at.date(), calendar), told]


def end_of_day(
    start: date, count: int, *, calendar: WorkingCalendar
) -> tuple[datetime, list[Reason]]:
    """Count calendar days, then move a last day that is a day off to the next working day."""
    last = date.fromordinal(start.toordinal() + count)
    reasons = [reason("calendar_days", count=count, day=_day(last))]
    due_at = calendar.closing(calendar.working_day_from(last))
    if due_at.date() != last:
        reasons.append(reason("moved_off", day=_day(last), at=shown(due_at)))
    return due_at, reasons


def _add_hours(starts_at: datetime, hours: int, calendar: WorkingCalendar) -> datetime:
    days, rest = divmod(hours, HOURS_A_DAY)
    if days and not rest and starts_at == calendar.opening(starts_at.date()):
        # Whole days from the opening end at a closing, not at the next day's opening.
        return calendar.closing(calendar.add_working_days(starts_at.date(), days - 1))
    walked = calendar.walk(starts_at, timedelta(hours=rest))
    day = calendar.add_working_days(walked.date(), days)
    return calendar.within_hours(datetime.combine(day, walked.timetz()))


def marked_days(start: date, end: date, calendar: WorkingCalendar) -> Iterable[Reason]:
    """Tell the holidays that were skipped and the swapped Saturdays that were counted."""
    for day in sorted(day for day in calendar.marks if start < day <= end):
        mark = calendar.marks[day]
        if calendar.is_working(day):
            yield reason("worked_day", article=mark.law, names=mark.name, day=_day(day))
        elif day.weekday() in calendar.weekly:
            yield reason("skipped_day", article=mark.law, names=mark.name, day=_day(day))


def provisional(due_at: datetime | None, calendar: WorkingCalendar) -> tuple[Reason, ...]:
    """Warn when an instant lies beyond the announced holidays."""
    known = calendar.announced_until
    if due_at is None or known is None or due_at.date() <= known:
        return ()
    return (reason("provisional", day=_day(known)),)


def shown(instant: datetime) -> str:
    """Write an instant as Vietnamese papers do: hours, minutes, day, month, year."""
    return local(instant).strftime("%H:%M %d/%m/%Y")


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _clock(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment else ""

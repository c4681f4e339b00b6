"""What moves a due instant: supplements, waits, incidents, two appointments, extension, swaps."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from haidang.engines.deadlines.model import (
    Appointments,
    Due,
    Phase,
    Reason,
    Suggestion,
    TimeLimit,
    Unit,
)
from haidang.engines.deadlines.run import compute_due, provisional, shown
from haidang.engines.deadlines.words import CIVIL_STATUS, EXTENSION, reason
from haidang.engines.deadlines.working_calendar import WorkingCalendar
from haidang.kernel.clock import local
from haidang.kernel.errors import Problem

INCIDENT_LONGEST: Final = timedelta(hours=24)
EXTENSION_NOTICE: Final = 1
"""Working days before the appointment expires on which Mẫu 04 is sent at the latest."""
EXTENSION_DAYS: Final = 10
"""The most working days that one extension adds where nobody set another number."""
SUPPLEMENT: Final[Mapping[str, str]] = {
    "vi": "chờ người dân bổ sung hồ sơ",
    "en": "waiting for the applicant's supplement",
}
CONFIRMATION: Final[Mapping[str, str]] = {
    "vi": "chờ xác nhận qua VNeID",
    "en": "waiting for a confirmation through VNeID",
}
OBLIGATION: Final[Mapping[str, str]] = {
    "vi": "chờ thực hiện nghĩa vụ tài chính",
    "en": "waiting for the financial obligation to be met",
}


def restart(*, completed_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Due:
    """Start the full limit again when the supplement is complete (regime *restart*).

    Law: 118/2025/NĐ-CP; 297/2025/NĐ-CP.
    """
    due = compute_due(accepted_at=completed_at, limit=limit, calendar=calendar)
    told = reason("restarted", at=shown(completed_at))
    return replace(due, reasons=(told, *due.reasons))


def pause(
    due: Due,
    *,
    requested_at: datetime,
    resumed_at: datetime,
    unit: Unit,
    calendar: WorkingCalendar,
    waiting_for: Mapping[str, str] = SUPPLEMENT,
    article: str = CIVIL_STATUS,
) -> Due:
    """Put a due instant off by the time waited (regime *pause*).

    For limits in working days and hours the working time waited is not counted; for
    calendar days all of it, and a last day that is a day off moves on. A wait of nothing
    changes nothing. Serves supplements and VNeID confirmations (Law: 301/2026/NĐ-CP).
    """
    if due.due_at is None:
        return due
    waited_from = max(local(requested_at), due.starts_at)
    due_at = _put_off(due.due_at, waited_from, local(resumed_at), unit=unit, calendar=calendar)
    if due_at == due.due_at:
        return due
    told = reason(
        "paused",
        article=article,
        names=waiting_for,
        start=shown(requested_at),
        end=shown(resumed_at),
        at=shown(due_at),
    )
    return _moved(due, due_at, [told], calendar)


def suspend(
    due: Due, *, failed_at: datetime, mended_at: datetime, unit: Unit, calendar: WorkingCalendar
) -> Due:
    """Put a due instant off by a system incident, at most 24 hours of it.

    Law: 301/2026/NĐ-CP: the clock is suspended, and an incident is mended within 24 hours.
    """
    if due.due_at is None:
        return due
    latest = local(failed_at) + INCIDENT_LONGEST
    ended_at = min(local(mended_at), latest)
    from_at = max(local(failed_at), due.starts_at)
    due_at = _put_off(due.due_at, from_at, ended_at, unit=unit, calendar=calendar)
    told = []
    if due_at != due.due_at:
        start, end = shown(failed_at), shown(ended_at)
        told.append(reason("suspended", start=start, end=end, at=shown(due_at)))
    if local(mended_at) > latest:
        told.append(reason("incident_too_long", end=shown(latest)))
    return _moved(due, due_at, told, calendar)


def two_appointments(
    *,
    accepted_at: datetime,
    first: TimeLimit,
    second: TimeLimit,
    calendar: WorkingCalendar,
    cleared_at: datetime | None = None,
    result_limit: TimeLimit | None = None,
    excluded: Iterable[Phase] = (),
) -> Appointments:
    """Reckon hẹn lần 1, and hẹn lần 2 once the financial obligation is met.

    Public posting and the tax office's time (``excluded``) do not count in the first;
    the second runs from ``cleared_at`` and never beyond ``result_limit`` (three days).
    """
    one = compute_due(accepted_at=accepted_at, limit=first, calendar=calendar)
    for phase in sorted(excluded, key=lambda item: item.starts_at):
        one = pause(
            one,
            requested_at=phase.starts_at,
            resumed_at=phase.ends_at,
            unit=first.unit,
            calendar=calendar,
            waiting_for=phase.name,
            article=phase.article,
        )
    if cleared_at is None:
        return Appointments(first=one, second=None)
    two = compute_due(accepted_at=cleared_at, limit=second, calendar=calendar)
    two = replace(two, reasons=(reason("obligation_met", at=shown(cleared_at)), *two.reasons))
    if result_limit is not None:
        two = _no_later(two, cleared_at=cleared_at, limit=result_limit, calendar=calendar)
    return Appointments(first=one, second=two)


def extend(
    due: Due,
    *,
    asked_at: datetime,
    new_due_at: datetime,
    calendar: WorkingCalendar,
    extended_before: int = 0,
    most_days: int | None = None,
) -> tuple[Due | None, tuple[Problem, ...]]:
    """Put an appointment off with Mẫu 04: once, told a day before it expires, to a working day.

    ``most_days`` are the most working days that may be added. Returns the new due instant,
    or every problem that stands against it. Law: 118/2025/NĐ-CP.
    """
    if due.due_at is None:
        return None, (_refusal("no_due_date", "/due_at"),)
    asked, new = local(asked_at), local(new_due_at)
    faults = {
        "already_extended": extended_before > 0,
        "asked_too_late": asked.date() > last_day_to_extend(due.due_at, calendar=calendar),
        "not_later": new <= due.due_at,
        "day_off": not calendar.is_working(new.date()),
        "too_far": most_days is not None
        and new.date() > calendar.add_working_days(due.due_at.date(), most_days),
    }
    problems = tuple(_refusal(code, "/new_due_at") for code, wrong in faults.items() if wrong)
    if problems:
        return None, problems
    new = calendar.within_hours(new)
    return _moved(due, new, [reason("extended", at=shown(new))], calendar), ()


def last_day_to_extend(due_at: datetime, *, calendar: WorkingCalendar) -> date:
    """Return the last working day on which Mẫu 04 may still be sent."""
    day = local(due_at).date()
    for _one in range(EXTENSION_NOTICE):
        day -= timedelta(days=1)
        while not calendar.is_working(day):
            day -= timedelta(days=1)
    return day


def suggest(
    *,
    printed_at: datetime | None,
    accepted_at: datetime,
    limit: TimeLimit,
    calendar: WorkingCalendar,
    competent_received_at: datetime | None = None,
) -> Suggestion:
    """Reckon a printed appointment anew on a newer calendar, without changing it.

    A swap announced late never moves a printed appointment silently: an officer sees the
    suggestion and decides.
    """
    due = compute_due(
        accepted_at=accepted_at,
        limit=limit,
        calendar=calendar,
        competent_received_at=competent_received_at,
    )
    differs = due.due_at != (local(printed_at) if printed_at else None)
    told: tuple[Reason, ...] = ()
    if differs and due.due_at is not None:
        told = (reason("calendar_changed", at=shown(due.due_at)), *due.reasons)
    return Suggestion(
        printed_at=printed_at, suggested_at=due.due_at, differs=differs, reasons=told
    )


def _put_off(
    due_at: datetime, start: datetime, end: datetime, *, unit: Unit, calendar: WorkingCalendar
) -> datetime:
    if end <= start:
        return due_at
    if unit is not Unit.CALENDAR_DAY:
        return calendar.shift(due_at, calendar.working_time(start, end))
    last = local(due_at + (end - start)).date()
    return max(due_at, calendar.closing(calendar.working_day_from(last)))


def _no_later(
    due: Due, *, cleared_at: datetime, limit: TimeLimit, calendar: WorkingCalendar
) -> Due:
    latest = compute_due(accepted_at=cleared_at, limit=limit, calendar=calendar).due_at
    if latest is None or (due.due_at is not None and due.due_at <= latest):
        return due
    return _moved(due, latest, [reason("result_limit", count=limit.value)], calendar)


def _moved(due: Due, due_at: datetime, told: list[Reason], calendar: WorkingCalendar) -> Due:
    kept = tuple(item for item in due.reasons if item.code != "provisional")
    return replace(
        due,
        due_at=due_at,
        reasons=(*kept, *told, *provisional(due_at, calendar)),
        calendar_version=calendar.version,
    )


_REFUSALS: Final[Mapping[str, tuple[str, str]]] = {
    "no_due_date": ("Hồ sơ không có ngày hẹn trả.", "The case has no due date."),
    "already_extended": (
        "Hồ sơ đã được gia hạn một lần, không được gia hạn thêm.",
        "The case was extended once already.",
    ),
    "asked_too_late": (
        "Phải thông báo gia hạn trước ngày hết hạn ít nhất 01 ngày.",
        "An extension is told at least one day before the appointment expires.",
    ),
    "not_later": (
        "Ngày hẹn lại phải sau ngày hẹn cũ.",
        "The new appointment lies after the old one.",
    ),
    "too_far": (
        "Ngày hẹn lại vượt quá thời gian gia hạn tối đa.",
        "The new appointment lies beyond the longest extension.",
    ),
    "day_off": ("Ngày hẹn lại là ngày nghỉ.", "The new appointment falls on a day off."),
}


def _refusal(code: str, path: str) -> Problem:
    vietnamese, english = _REFUSALS[code]
    return Problem(
        code=f"deadlines.{code}",
        path=path,
        message={"vi": vietnamese, "en": english},
        clause=EXTENSION,
    )

"""Overdue, near, early: what is derived of a due instant, and never stored."""

from datetime import datetime, timedelta
from typing import Final

from haidang.engines.deadlines.model import Attributes, Light, Outcome
from haidang.engines.deadlines.working_calendar import WorkingCalendar
from haidang.kernel.clock import local

NEAR: Final = timedelta(hours=8)
"""A case is near its due instant when one working day or less is left."""


def derive_light(
    due_at: datetime | None,
    now: datetime,
    *,
    calendar: WorkingCalendar,
    near: timedelta = NEAR,
    waiting_since: datetime | None = None,
) -> Light:
    """Return the light of an open case; while the clock waits it keeps its light."""
    if due_at is None:
        return "none"
    seen_at = min(now, waiting_since) if waiting_since else now
    if seen_at > due_at:
        return "red"
    return "amber" if calendar.working_time(seen_at, due_at) <= near else "green"


def derive_attributes(
    due_at: datetime | None,
    now: datetime,
    *,
    calendar: WorkingCalendar,
    near: timedelta = NEAR,
    waiting_since: datetime | None = None,
    finished_at: datetime | None = None,
) -> Attributes:
    """Return overdue, near and early; a finished case is judged at its end, by date."""
    if due_at is None:
        return Attributes(is_overdue=False, is_near=False, is_early=False, working_hours_left=None)
    if finished_at is not None:
        outcome = classify(due_at, finished_at)
        return Attributes(
            is_overdue=outcome == "late",
            is_near=False,
            is_early=outcome == "early",
            working_hours_left=None,
        )
    light = derive_light(due_at, now, calendar=calendar, near=near, waiting_since=waiting_since)
    seen_at = min(now, waiting_since) if waiting_since else now
    left = calendar.working_time(seen_at, due_at) - calendar.working_time(due_at, seen_at)
    return Attributes(
        is_overdue=light == "red",
        is_near=light == "amber",
        is_early=False,
        working_hours_left=left / timedelta(hours=1),
    )


def classify(
    due_at: datetime | None, finished_at: datetime, *, supplement_requests: int = 0
) -> Outcome:
    """Say for the reports whether a result came early, on time or late, by Vietnam's date.

    A case whose applicant was asked for supplement more than once counts as late
    (reckoning rules of 766/QĐ-TTg); one without a due date is left out.
    """
    if due_at is None:
        return "none"
    if supplement_requests > 1:
        return "late"
    finished_on, due_on = local(finished_at).date(), local(due_at).date()
    if finished_on == due_on:
        return "on_time"
    return "early" if finished_on < due_on else "late"

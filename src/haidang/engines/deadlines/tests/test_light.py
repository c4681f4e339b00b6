"""What is derived of a due instant."""

from datetime import datetime, timedelta

import pytest

from haidang.engines.deadlines import (
    build_calendar,
    classify,
    derive_attributes,
    derive_light,
)
from haidang.kernel.clock import VIETNAM

CALENDAR = build_calendar(range(2025, 2029))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


DUE = at("2026-03-09T10:00")


@pytest.mark.parametrize(
    ("now", "light"),
    [
        ("2026-03-05T10:00", "green"),
        ("2026-03-06T09:59", "green"),
        ("2026-03-06T10:00", "amber"),
        ("2026-03-08T12:00", "amber"),
        ("2026-03-09T10:00", "amber"),
        ("2026-03-09T10:01", "red"),
    ],
)
def test_the_light_counts_working_time_only(now: str, light: str) -> None:
    assert derive_light(DUE, at(now), calendar=CALENDAR) == light


def test_a_case_without_due_date_has_no_light() -> None:
    assert derive_light(None, DUE, calendar=CALENDAR) == "none"
    assert classify(None, DUE) == "none"
    assert derive_attributes(None, DUE, calendar=CALENDAR).working_hours_left is None


def test_while_the_clock_waits_the_light_stays() -> None:
    now, waiting_since = at("2026-03-20T10:00"), at("2026-03-05T10:00")

    light = derive_light(DUE, now, calendar=CALENDAR, waiting_since=waiting_since)

    assert light == "green"


@pytest.mark.parametrize(
    ("finished", "outcome"),
    [
        ("2026-03-08T23:59", "early"),
        ("2026-03-09T00:00", "on_time"),
        ("2026-03-09T16:59", "on_time"),
        ("2026-03-10T00:00", "late"),
    ],
)
def test_reports_compare_by_date_in_vietnam(finished: str, outcome: str) -> None:
    assert classify(DUE, at(finished)) == outcome


def test_more_than_one_request_for_supplement_counts_as_late() -> None:
    early = DUE - timedelta(days=3)

    assert classify(DUE, early, supplement_requests=1) == "early"
    assert classify(DUE, early, supplement_requests=2) == "late"


def test_the_hours_left_turn_negative_once_overdue() -> None:
    before = derive_attributes(DUE, at("2026-03-09T07:00"), calendar=CALENDAR)
    after = derive_attributes(DUE, at("2026-03-09T11:00"), calendar=CALENDAR)

    assert (before.working_hours_left, before.is_near, before.is_overdue) == (3.0, True, False)
    assert (after.working_hours_left, after.is_near, after.is_overdue) == (-1.0, False, True)


def test_a_finished_case_is_judged_at_its_end() -> None:
    finished_at = at("2026-03-06T10:00")

    attributes = derive_attributes(
        DUE, at("2026-05-01T10:00"), calendar=CALENDAR, finished_at=finished_at
    )

    assert attributes.is_early
    assert not attributes.is_overdue

"""Two appointments, extension, suggestion, limits of waiting."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from haidang.engines.deadlines import (
    CONFIRMATION,
    DayKind,
    DayMark,
    Phase,
    TimeLimit,
    Unit,
    acknowledgement_due,
    build_calendar,
    compute_due,
    confirmation_due,
    explain,
    extend,
    forward_due,
    last_day_to_extend,
    pause,
    suggest,
    supplement_due,
    suspend,
    two_appointments,
)
from haidang.kernel.clock import VIETNAM

CALENDAR = build_calendar(range(2025, 2029), version="1")
MONDAY = datetime(2026, 3, 2, 10, tzinfo=VIETNAM)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def test_the_second_appointment_waits_for_the_obligation_to_be_met() -> None:
    pair = two_appointments(
        accepted_at=MONDAY, first=TimeLimit(6), second=TimeLimit(4), calendar=CALENDAR
    )

    assert pair.first.due_at == at("2026-03-10T10:00")
    assert pair.second is None


def test_the_second_appointment_counts_from_the_obligation_met() -> None:
    pair = two_appointments(
        accepted_at=MONDAY,
        first=TimeLimit(6),
        second=TimeLimit(4),
        calendar=CALENDAR,
        cleared_at=at("2026-03-20T09:00"),
    )

    assert pair.second is not None
    assert pair.second.due_at == at("2026-03-26T09:00")
    assert len(explain(pair)) == len(pair.first.reasons) + len(pair.second.reasons)


def test_the_result_is_owed_within_three_days_of_the_tax_being_cleared() -> None:
    pair = two_appointments(
        accepted_at=MONDAY,
        first=TimeLimit(6),
        second=TimeLimit(4),
        calendar=CALENDAR,
        cleared_at=at("2026-03-20T09:00"),
        result_limit=TimeLimit(3),
    )

    assert pair.second is not None
    assert pair.second.due_at == at("2026-03-25T09:00")
    assert "result_limit" in [reason.code for reason in pair.second.reasons]


def test_a_second_appointment_within_the_limit_of_the_result_stays() -> None:
    pair = two_appointments(
        accepted_at=MONDAY,
        first=TimeLimit(3),
        second=TimeLimit(2),
        calendar=CALENDAR,
        cleared_at=at("2026-03-20T09:00"),
        result_limit=TimeLimit(3),
    )

    assert pair.second is not None
    assert pair.second.due_at == at("2026-03-24T09:00")


def test_public_posting_of_fifteen_days_is_excluded_from_the_first_appointment() -> None:
    posting = Phase(
        starts_at=at("2026-03-04T10:00"),
        ends_at=at("2026-03-19T10:00"),
        name={"vi": "niêm yết công khai 15 ngày", "en": "public posting of 15 days"},
    )

    pair = two_appointments(
        accepted_at=MONDAY,
        first=TimeLimit(6),
        second=TimeLimit(4),
        calendar=CALENDAR,
        excluded=[posting],
    )

    assert pair.first.due_at == at("2026-03-25T10:00")


def test_waiting_for_a_confirmation_by_vneid_is_not_counted() -> None:
    due = compute_due(accepted_at=MONDAY, limit=TimeLimit(3), calendar=CALENDAR)

    waited = pause(
        due,
        requested_at=at("2026-03-03T08:00"),
        resumed_at=at("2026-03-04T08:00"),
        unit=Unit.WORKING_DAY,
        calendar=CALENDAR,
        waiting_for=CONFIRMATION,
    )

    assert waited.due_at == at("2026-03-06T10:00")
    assert waited.reasons[-1].params["name"] == CONFIRMATION["vi"]


def test_a_wait_before_the_clock_starts_is_no_wait() -> None:
    friday_night = at("2026-03-06T20:00")
    due = compute_due(accepted_at=friday_night, limit=TimeLimit(1), calendar=CALENDAR)

    waited = pause(
        due,
        requested_at=friday_night,
        resumed_at=due.starts_at,
        unit=Unit.WORKING_DAY,
        calendar=CALENDAR,
    )

    assert waited == due


def test_what_stood_at_an_opening_is_put_off_to_an_opening() -> None:
    due = compute_due(accepted_at=at("2026-03-06T20:00"), limit=TimeLimit(1), calendar=CALENDAR)

    waited = pause(
        due,
        requested_at=at("2026-03-09T08:00"),
        resumed_at=at("2026-03-10T08:00"),
        unit=Unit.WORKING_DAY,
        calendar=CALENDAR,
    )

    assert (due.due_at, waited.due_at) == (at("2026-03-10T07:00"), at("2026-03-11T07:00"))


def test_waits_and_incidents_leave_a_case_without_due_date_alone() -> None:
    due = compute_due(accepted_at=MONDAY, limit=TimeLimit(0, Unit.NONE), calendar=CALENDAR)
    later = MONDAY + timedelta(days=3)

    waited = pause(due, requested_at=MONDAY, resumed_at=later, unit=Unit.NONE, calendar=CALENDAR)
    failed = suspend(due, failed_at=MONDAY, mended_at=later, unit=Unit.NONE, calendar=CALENDAR)

    assert waited == failed == due


def test_an_incident_longer_than_a_day_is_told() -> None:
    due = compute_due(accepted_at=MONDAY, limit=TimeLimit(3), calendar=CALENDAR)

    failed = suspend(
        due,
        failed_at=at("2026-03-03T10:00"),
        mended_at=at("2026-03-06T10:00"),
        unit=Unit.WORKING_DAY,
        calendar=CALENDAR,
    )

    assert [reason.code for reason in failed.reasons[-2:]] == ["suspended", "incident_too_long"]


def test_an_appointment_is_extended_once_a_day_before_it_expires() -> None:
    due = compute_due(accepted_at=MONDAY, limit=TimeLimit(3), calendar=CALENDAR)

    extended, problems = extend(
        due,
        asked_at=at("2026-03-04T16:00"),
        new_due_at=at("2026-03-10T10:00"),
        calendar=CALENDAR,
    )

    assert not problems
    assert extended is not None
    assert extended.due_at == at("2026-03-10T10:00")


def test_every_fault_of_an_extension_is_told_at_once() -> None:
    due = compute_due(accepted_at=MONDAY, limit=TimeLimit(3), calendar=CALENDAR)

    extended, problems = extend(
        due,
        asked_at=at("2026-03-05T08:00"),
        new_due_at=at("2026-03-01T10:00"),
        calendar=CALENDAR,
        extended_before=1,
    )

    assert extended is None
    assert [problem.code for problem in problems] == [
        "deadlines.already_extended",
        "deadlines.asked_too_late",
        "deadlines.not_later",
        "deadlines.day_off",
    ]


def test_a_case_without_due_date_cannot_be_extended() -> None:
    due = compute_due(accepted_at=MONDAY, limit=TimeLimit(0, Unit.NONE), calendar=CALENDAR)

    extended, problems = extend(due, asked_at=MONDAY, new_due_at=MONDAY, calendar=CALENDAR)

    assert extended is None
    assert [problem.code for problem in problems] == ["deadlines.no_due_date"]


def test_a_swap_announced_late_suggests_and_leaves_the_printed_appointment() -> None:
    printed = compute_due(accepted_at=MONDAY, limit=TimeLimit(3), calendar=CALENDAR)
    swap = DayMark(
        day=at("2026-03-04T00:00").date(),
        kind=DayKind.SWAPPED_OFF,
        name={"vi": "Hoán đổi (mẫu)", "en": "Swap (sample)"},
        law="Thông báo mẫu",
    )
    newer = build_calendar(range(2025, 2029), [swap], version="2")

    suggestion = suggest(
        printed_at=printed.due_at, accepted_at=MONDAY, limit=TimeLimit(3), calendar=newer
    )

    assert suggestion.printed_at == printed.due_at == at("2026-03-05T10:00")
    assert suggestion.suggested_at == at("2026-03-06T10:00")
    assert suggestion.differs
    assert "skipped_day" in [reason.code for reason in suggestion.reasons]


def test_an_unchanged_calendar_suggests_nothing() -> None:
    printed = compute_due(accepted_at=MONDAY, limit=TimeLimit(3), calendar=CALENDAR)

    suggestion = suggest(
        printed_at=printed.due_at, accepted_at=MONDAY, limit=TimeLimit(3), calendar=CALENDAR
    )

    assert not suggestion.differs
    assert explain(suggestion) == []


def test_a_due_instant_beyond_the_announced_holidays_is_provisional() -> None:
    known = replace(CALENDAR, announced_until=at("2026-03-04T00:00").date())

    due = compute_due(accepted_at=MONDAY, limit=TimeLimit(3), calendar=known)

    assert due.reasons[-1].code == "provisional"


def test_the_short_limits_around_a_case() -> None:
    dues = [
        supplement_due(requested_at=MONDAY, days=7, calendar=CALENDAR),
        confirmation_due(asked_at=MONDAY, calendar=CALENDAR),
        acknowledgement_due(sent_at=MONDAY, calendar=CALENDAR),
    ]

    assert [due.due_at for due in dues] == [
        at("2026-03-11T10:00"),
        at("2026-03-09T10:00"),
        at("2026-03-02T14:00"),
    ]


@pytest.mark.parametrize(
    ("due_at", "last"),
    [
        ("2026-03-05T10:00", "2026-03-04"),
        ("2026-03-09T10:00", "2026-03-06"),
        ("2026-02-23T10:00", "2026-02-13"),
    ],
)
def test_the_last_day_for_an_apology_is_a_working_day_before(due_at: str, last: str) -> None:
    assert last_day_to_extend(at(due_at), calendar=CALENDAR).isoformat() == last


def test_an_extension_has_a_longest() -> None:
    due = compute_due(accepted_at=MONDAY, limit=TimeLimit(3), calendar=CALENDAR)

    extended, problems = extend(
        due,
        asked_at=MONDAY,
        new_due_at=at("2026-03-20T10:00"),
        calendar=CALENDAR,
        most_days=10,
    )

    assert extended is None
    assert [problem.code for problem in problems] == ["deadlines.too_far"]


def test_a_city_or_procedure_sets_its_own_hour_of_forwarding() -> None:
    accepted = at("2026-03-02T14:30")

    usual = forward_due(accepted_at=accepted, calendar=CALENDAR)
    earlier = forward_due(accepted_at=accepted, calendar=CALENDAR, cut_off=time(14))

    assert (usual, earlier) == (at("2026-03-02T17:00"), at("2026-03-03T07:00"))

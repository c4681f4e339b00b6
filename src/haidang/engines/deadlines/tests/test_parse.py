"""Calendars and time limits as data: what is read, and what is told when it is wrong."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
import yaml

from haidang.engines.deadlines import (
    DayKind,
    HoursPeriod,
    OfficeHours,
    Span,
    TimeLimit,
    Unit,
    WorkingCalendar,
    build_calendar,
    calendar_of,
    compute_due,
    parse_calendar,
    parse_time_limit,
)
from haidang.kernel.clock import VIETNAM

SWAP = {
    "date": date(2026, 1, 10),
    "kind": "swapped_work",
    "name": {"vi": "Làm bù"},
    "law": "12729",
}
SUMMER = {"valid_from": date(2026, 4, 15), "spans": [{"start": "06:30", "end": "11:00"}]}


def test_a_calendar_is_read_with_its_swaps_and_hours() -> None:
    rules, problems = parse_calendar({"version": "3", "overrides": [SWAP], "hours": [SUMMER]})

    assert problems == []
    assert rules is not None
    calendar = calendar_of(rules, [2026])
    assert calendar.is_working(date(2026, 1, 10))
    assert calendar.marks[date(2026, 1, 10)].name["en"] == "Làm bù"
    assert calendar.hours.on(date(2026, 5, 1)) == (Span(time(6, 30), time(11)),)
    assert calendar.version == "3"


def test_without_hours_the_usual_hours_hold() -> None:
    rules, _ = parse_calendar({"version": "1"})

    assert rules is not None
    assert rules.hours.on(date(2026, 5, 1))[-1].end == time(17)


def test_hours_change_from_their_date_on() -> None:
    early, late = Span(time(7), time(11)), Span(time(8), time(12))
    hours = OfficeHours(
        (
            HoursPeriod(valid_from=date(2026, 10, 15), spans=(late,)),
            HoursPeriod(valid_from=date(2026, 4, 15), spans=(early,)),
        )
    )

    assert [hours.on(date(2026, month, 20)) for month in (1, 4, 9, 10)] == [
        (early,), (early,), (early,), (late,),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (None, ("deadlines.invalid", "")),
        ({}, ("deadlines.missing", "/version")),
        ({"version": "1", "days": []}, ("deadlines.unknown_key", "/days")),
        (
            {"version": "1", "working_week": ["funday"]},
            ("deadlines.unknown_weekday", "/working_week/0"),
        ),
        (
            {"version": "1", "overrides": [SWAP, SWAP]},
            ("deadlines.repeated_day", "/overrides/1/date"),
        ),
        (
            {"version": "1", "overrides": [{**SWAP, "law": ""}]},
            ("deadlines.invalid", "/overrides/0/law"),
        ),
        (
            {"version": "1", "hours": [{**SUMMER, "spans": [{"start": 900, "end": "17:00"}]}]},
            ("deadlines.invalid", "/hours/0/spans/0/start"),
        ),
        (
            {"version": "1", "hours": [{**SUMMER, "spans": [{"start": "17:00", "end": "07:00"}]}]},
            ("deadlines.hours_out_of_order", "/hours/0/spans"),
        ),
    ],
)
def test_a_faulty_calendar_names_the_place(data: object, fault: tuple[str, str]) -> None:
    rules, problems = parse_calendar(data)

    assert rules is None
    assert fault in [(problem.code, problem.path) for problem in problems]
    assert all(problem.message["vi"] and problem.message["en"] for problem in problems)


def test_a_time_limit_is_read() -> None:
    limit, problems = parse_time_limit({"value": 1, "unit": "working_day", "cut_off": "15:00"})

    assert (limit, problems) == (TimeLimit(1, Unit.WORKING_DAY, time(15)), [])


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"value": 1, "unit": "day"}, "/unit"),
        ({"value": -1, "unit": "hour"}, "/value"),
        ({"value": 1, "unit": "hour", "cut_off": 900}, "/cut_off"),
        ({"value": "3", "unit": "hour"}, "/value"),
        ({}, "/unit"),
    ],
)
def test_a_faulty_time_limit_names_the_place(data: object, path: str) -> None:
    limit, problems = parse_time_limit(data)

    assert limit is None
    assert path in [problem.path for problem in problems]


def test_the_library_gives_the_kinds_of_days_of_2026() -> None:
    days = build_calendar([2026]).days

    assert days[date(2026, 2, 16)] is DayKind.HOLIDAY
    assert days[date(2026, 4, 27)] is DayKind.COMPENSATORY
    assert days[date(2026, 8, 31)] is DayKind.SWAPPED_OFF
    assert days[date(2026, 8, 22)] is DayKind.SWAPPED_WORK
    assert days[date(2026, 11, 24)] is DayKind.HOLIDAY


def test_a_calendar_without_years_knows_only_the_week() -> None:
    assert build_calendar([]).is_working(date(2026, 11, 24))


@pytest.mark.parametrize(
    "make",
    [
        lambda: TimeLimit(-1),
        lambda: TimeLimit(4000),
        lambda: Span(time(17), time(7)),
        lambda: HoursPeriod(valid_from=date(2026, 1, 1), spans=()),
        lambda: HoursPeriod(
            valid_from=date(2026, 1, 1),
            spans=(Span(time(7), time(12)), Span(time(11), time(17))),
        ),
        lambda: OfficeHours(()),
        lambda: WorkingCalendar(days={}, weekly=frozenset()),
    ],
)
def test_a_programmer_cannot_build_nonsense(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=r".+\."):
        make()


def test_hours_that_became_shorter_end_the_appointment_at_closing() -> None:
    hours = OfficeHours(
        (
            HoursPeriod(valid_from=date(2026, 1, 1), spans=(Span(time(7), time(17)),)),
            HoursPeriod(valid_from=date(2026, 3, 3), spans=(Span(time(8), time(16)),)),
        )
    )
    calendar = build_calendar([2026], hours=hours)
    late = datetime(2026, 3, 2, 16, 45, tzinfo=VIETNAM)

    due = compute_due(accepted_at=late, limit=TimeLimit(1), calendar=calendar)

    assert due.due_at == datetime(2026, 3, 3, 16, tzinfo=VIETNAM)


@pytest.mark.parametrize("city", ["haiphong", "quangninh"])
def test_the_calendar_of_a_city_is_clean_and_knows_the_swaps(city: str) -> None:
    path = Path(__file__).parents[5] / "content" / "cities" / city / "calendar.yaml"

    rules, problems = parse_calendar(yaml.safe_load(path.read_text("utf-8")))

    assert problems == []
    assert rules is not None
    calendar = calendar_of(rules, [2025, 2026, 2027])
    days = ["2026-01-02", "2026-01-10", "2026-08-22", "2026-08-31", "2026-11-24"]
    worked = [calendar.is_working(date.fromisoformat(day)) for day in days]
    assert worked == [False, True, True, False, False]

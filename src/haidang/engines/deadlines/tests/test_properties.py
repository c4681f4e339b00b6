"""What holds of every deadline, whatever the instant, the limit and the calendar."""

from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from haidang.engines.deadlines import (
    DayKind,
    DayMark,
    Due,
    HoursPeriod,
    OfficeHours,
    Span,
    TimeLimit,
    Unit,
    WorkingCalendar,
    build_calendar,
    classify,
    compute_due,
    derive_light,
    explain,
    forward_due,
    parse_calendar,
    parse_time_limit,
    pause,
    suspend,
)
from haidang.kernel.clock import VIETNAM

FIRST, LAST = datetime(2025, 1, 1), datetime(2027, 12, 31)  # noqa: DTZ001 - hypothesis adds it
instants = st.datetimes(FIRST, LAST, timezones=st.just(VIETNAM))
cut_offs = st.none() | st.sampled_from([time(11), time(15), time(16)])
units = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.HOUR])
limits = st.builds(TimeLimit, st.integers(0, 60), units, cut_offs, st.booleans())
marks = st.builds(
    DayMark,
    day=st.dates(FIRST.date(), LAST.date()),
    kind=st.sampled_from(DayKind),
    name=st.just({"vi": "Mẫu"}),
    law=st.just("Mẫu"),
)
hours = st.sampled_from(
    [
        (Span(time(7), time(11, 30)), Span(time(13, 30), time(17))),
        (Span(time(7, 30), time(12)), Span(time(13), time(16, 30))),
        (Span(time(8), time(17)),),
    ]
)
calendars = st.builds(
    lambda overrides, spans: build_calendar(
        range(2025, 2029),
        overrides,
        OfficeHours((HoursPeriod(valid_from=FIRST.date(), spans=spans),)),
    ),
    st.lists(marks, max_size=8),
    hours,
)
waits = st.timedeltas(timedelta(0), timedelta(days=40))
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["version", "overrides", "hours", "spans", "date", "value", "unit"])
            | st.text(max_size=8),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(instants, limits, calendars)
def test_a_due_instant_never_falls_on_a_day_off_nor_outside_the_hours(
    accepted_at: datetime, limit: TimeLimit, calendar: WorkingCalendar
) -> None:
    due = compute_due(accepted_at=accepted_at, limit=limit, calendar=calendar)

    assert due.due_at is not None
    assert any(start <= due.due_at <= end for start, end in calendar.spans(due.due_at.date()))


@given(instants, limits, calendars)
def test_the_clock_starts_in_office_hours_and_never_after_the_due_instant(
    accepted_at: datetime, limit: TimeLimit, calendar: WorkingCalendar
) -> None:
    due = compute_due(accepted_at=accepted_at, limit=limit, calendar=calendar)

    assert due.due_at is not None
    assert accepted_at - timedelta(minutes=1) < due.starts_at <= due.due_at
    assert calendar.within_hours(due.starts_at) == due.starts_at


@given(instants, waits, limits, calendars)
def test_later_acceptance_is_never_due_earlier(
    accepted_at: datetime, later_by: timedelta, limit: TimeLimit, calendar: WorkingCalendar
) -> None:
    one = compute_due(accepted_at=accepted_at, limit=limit, calendar=calendar)
    two = compute_due(accepted_at=accepted_at + later_by, limit=limit, calendar=calendar)

    assert one.due_at is not None
    assert two.due_at is not None
    assert one.due_at <= two.due_at


@given(instants, st.integers(0, 40), units, calendars)
def test_a_day_more_is_never_due_earlier(
    accepted_at: datetime, value: int, unit: Unit, calendar: WorkingCalendar
) -> None:
    step = 8 if unit is Unit.HOUR else 1
    one = compute_due(accepted_at=accepted_at, limit=TimeLimit(value, unit), calendar=calendar)
    two = compute_due(
        accepted_at=accepted_at, limit=TimeLimit(value + step, unit), calendar=calendar
    )

    assert one.due_at is not None
    assert two.due_at is not None
    assert one.due_at.date() <= two.due_at.date()


@given(instants, limits, instants, calendars)
def test_a_wait_of_nothing_changes_nothing(
    accepted_at: datetime, limit: TimeLimit, requested_at: datetime, calendar: WorkingCalendar
) -> None:
    due = compute_due(accepted_at=accepted_at, limit=limit, calendar=calendar)

    waited = pause(
        due,
        requested_at=requested_at,
        resumed_at=requested_at,
        unit=limit.unit,
        calendar=calendar,
    )

    assert waited == due


@given(instants, limits, waits, waits, calendars)
def test_a_wait_never_brings_the_due_instant_forward_nor_onto_a_day_off(
    accepted_at: datetime,
    limit: TimeLimit,
    after: timedelta,
    wait: timedelta,
    calendar: WorkingCalendar,
) -> None:
    due = compute_due(accepted_at=accepted_at, limit=limit, calendar=calendar)
    start = accepted_at + after

    waited = pause(
        due,
        requested_at=start,
        resumed_at=start + wait,
        unit=limit.unit,
        calendar=calendar,
    )
    failed = suspend(
        due, failed_at=start, mended_at=start + wait, unit=limit.unit, calendar=calendar
    )

    assert due.due_at is not None
    assert waited.due_at is not None
    assert failed.due_at is not None
    assert due.due_at <= failed.due_at <= waited.due_at
    assert calendar.is_working(waited.due_at.date())


@given(instants, st.integers(1, 20), st.integers(1, 20), calendars)
def test_two_waits_in_a_row_are_one_long_wait(
    accepted_at: datetime, first: int, second: int, calendar: WorkingCalendar
) -> None:
    due = compute_due(accepted_at=accepted_at, limit=TimeLimit(5), calendar=calendar)
    begun = due.starts_at
    between, ended = begun + timedelta(hours=first), begun + timedelta(hours=first + second)

    def waited(held: Due, start: datetime, end: datetime) -> Due:
        unit = Unit.WORKING_DAY
        return pause(held, requested_at=start, resumed_at=end, unit=unit, calendar=calendar)

    once = waited(due, begun, ended)
    twice = waited(waited(due, begun, between), between, ended)

    assert once.due_at is not None
    assert twice.due_at is not None
    earlier, later = sorted((once.due_at, twice.due_at))
    assert calendar.working_time(earlier, later) == timedelta(0)


@given(instants, instants, calendars)
def test_working_time_adds_up(one: datetime, two: datetime, calendar: WorkingCalendar) -> None:
    start, end = min(one, two), max(one, two)
    middle = start + (end - start) / 2

    total = calendar.working_time(start, end)

    assert calendar.working_time(end, start) == timedelta(0) or start == end
    assert total == calendar.working_time(start, middle) + calendar.working_time(middle, end)


@given(instants, st.integers(0, 80), calendars)
def test_walking_takes_the_working_time_that_was_asked(
    instant: datetime, quarters: int, calendar: WorkingCalendar
) -> None:
    amount = timedelta(minutes=15 * quarters)

    assert calendar.working_time(instant, calendar.walk(instant, amount)) == amount
    assert calendar.working_time(instant, calendar.shift(instant, amount)) == amount


@given(instants, calendars)
def test_forwarding_is_never_before_acceptance_by_more_than_the_rounding(
    accepted_at: datetime, calendar: WorkingCalendar
) -> None:
    forwarded_by = forward_due(accepted_at=accepted_at, calendar=calendar)

    assert forwarded_by >= accepted_at.replace(second=0, microsecond=0)
    assert calendar.is_working(forwarded_by.date())


@given(instants, limits, instants, calendars)
def test_lights_outcomes_and_words_are_always_there(
    accepted_at: datetime, limit: TimeLimit, now: datetime, calendar: WorkingCalendar
) -> None:
    due = compute_due(accepted_at=accepted_at, limit=limit, calendar=calendar)

    assert derive_light(due.due_at, now, calendar=calendar) in {"green", "amber", "red"}
    assert classify(due.due_at, now) in {"early", "on_time", "late"}
    assert len(explain(due, "en")) == len(due.reasons) > 0


@given(json)
@settings(max_examples=300)
def test_reading_never_raises(data: object) -> None:
    rules, calendar_problems = parse_calendar(data)
    limit, limit_problems = parse_time_limit(data)

    assert (rules is None) == bool(calendar_problems)
    assert (limit is None) == bool(limit_problems)

"""Tell, note, refresh, compare, move."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haidang.blocks.audit import public as audit
from haidang.domain.indicators import public as indicators
from haidang.domain.indicators.models import Distribution, Told
from haidang.domain.indicators.testing import make_history
from haidang.engines.deadlines import build_calendar
from haidang.engines.indicators import Forecast, NoForecast, summarize
from haidang.kernel import clock
from haidang.kernel.actors import system

pytestmark = pytest.mark.django_db

ACTOR = system("tests")
CALENDAR = build_calendar([2026, 2027])
BIRTH = "1.001193"


def history(*hours: float, agency: str = "A", refresh: bool = True) -> None:
    make_history(
        city="haiphong",
        procedure=BIRTH,
        agency=agency,
        hours=hours,
        calendar=CALENDAR,
        refresh=refresh,
    )


def tell(subject: str = "A-1", *, agency: str = "A") -> indicators.ToldForecast:
    return indicators.tell_forecast(
        subject,
        city="haiphong",
        procedure=BIRTH,
        agency=agency,
        at=clock.now(),
        calendar=CALENDAR,
        actor=ACTOR,
    )


def test_too_few_cases_tell_nothing_and_say_how_many_there_are() -> None:
    history(*range(1, 8))

    found = indicators.forecast_for(city="haiphong", procedure=BIRTH, agency="A")

    assert found == NoForecast(count=7, needed=20)


def test_the_unit_speaks_first_and_the_city_where_the_unit_has_too_few() -> None:
    history(*range(1, 21), agency="A")
    history(*[50.0] * 5, agency="B")

    own = indicators.forecast_for(city="haiphong", procedure=BIRTH, agency="A")
    other = indicators.forecast_for(city="haiphong", procedure=BIRTH, agency="B")

    assert own == Forecast(
        p50=timedelta(hours=10), p90=timedelta(hours=18), count=20, basis="unit"
    )
    assert isinstance(other, Forecast)
    assert (other.basis, other.count) == ("city", 25)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 400), min_size=1, max_size=50))
def test_the_database_reckons_as_the_engine_does(hours: list[int]) -> None:
    Told.objects.all().delete()
    Distribution.objects.all().delete()
    history(*map(float, hours))

    row = Distribution.objects.get(agency="A")

    sample = summarize([timedelta(hours=hour) for hour in hours])
    assert sample is not None
    assert (row.count, row.p50_seconds, row.p90_seconds) == (
        sample.count,
        int(sample.p50.total_seconds()),
        int(sample.p90.total_seconds()),
    )


def test_what_was_told_stays_when_the_distribution_moves() -> None:
    history(*[4.0] * 20)
    told = tell()
    history(*[40.0] * 200)

    again = indicators.told_forecast("A-1")

    assert again == told
    assert again is not None
    assert again.forecast is not None
    assert again.forecast.p90 == timedelta(hours=4)


def test_telling_is_written_down_and_telling_nothing_is_not() -> None:
    tell("A-0")
    history(*[4.0] * 20)
    tell("A-1")

    assert audit.list_entries(subject="A-0") == []
    (entry,) = audit.list_entries(subject="A-1")
    assert (entry.code, entry.facts["p90_seconds"]) == ("indicators.forecast_told", 14_400)


def test_a_duration_is_noted_once() -> None:
    tell()
    indicators.note_outcome("A-1", taken=timedelta(hours=3), at=clock.now())
    indicators.note_outcome("A-1", taken=timedelta(hours=9), at=clock.now())

    told = indicators.told_forecast("A-1")

    assert told is not None
    assert told.taken == timedelta(hours=3)


def test_a_refresh_leaves_alone_what_did_not_move() -> None:
    history(*[4.0] * 20)
    with clock.stopped_at(clock.now() + timedelta(minutes=30)):
        soon = indicators.refresh_distributions()
    with clock.stopped_at(clock.now() + timedelta(minutes=60)):
        later = indicators.refresh_distributions()

    assert (soon, later) == (2, 0)


def test_old_cases_leave_the_window() -> None:
    history(*[4.0] * 20)
    with clock.stopped_at(clock.now() + timedelta(days=91)):
        indicators.refresh_distributions()

        found = indicators.forecast_for(city="haiphong", procedure=BIRTH, agency="A")

    assert found == NoForecast(count=0, needed=20)


def test_told_is_compared_with_taken() -> None:
    history(*[4.0] * 20)
    for number in range(10):
        tell(f"A-{number}")
        taken = timedelta(hours=4 if number < 6 else 5)
        indicators.note_outcome(f"A-{number}", taken=taken, at=clock.now())

    (row,) = indicators.calibrate_procedures(city="haiphong")

    assert row.procedure == BIRTH
    seen = row.calibration
    assert (seen.count, seen.within_p50, seen.within_p90) == (10, 6, 6)
    assert row.median_told == row.median_taken == timedelta(hours=4)


def test_a_case_that_runs_past_p90_counts_as_late_and_a_young_one_not_at_all() -> None:
    history(*[4.0] * 20)
    tell("A-late")
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        tell("A-young")
        (row,) = indicators.calibrate_procedures(city="haiphong")

    assert (row.calibration.count, row.calibration.within_p90, row.still_running) == (1, 0, 1)


def test_an_officer_sees_the_cases_of_own_agencies_only() -> None:
    history(*[4.0] * 20)
    tell("A-1")
    indicators.note_outcome("A-1", taken=timedelta(hours=3), at=clock.now())

    assert indicators.calibrate_procedures(city="haiphong", agencies={"B"}) == []
    assert len(indicators.calibrate_procedures(city="haiphong", agencies={"A"})) == 1


def test_durations_move_to_the_successor_in_batches_and_once() -> None:
    history(*range(1, 21), agency="OLD")

    moved = indicators.move_agencies({"OLD": "NEW"}, actor=ACTOR, limit=15)
    rest = indicators.move_agencies({"OLD": "NEW"}, actor=ACTOR, limit=15)
    again = indicators.move_agencies({"OLD": "NEW"}, actor=ACTOR, limit=15)
    indicators.refresh_distributions()

    found = indicators.forecast_for(city="haiphong", procedure=BIRTH, agency="NEW")
    assert (moved, rest, again) == (15, 5, 0)
    assert isinstance(found, Forecast)
    assert found.count == 20

"""Properties of quantiles, forecasts and calibration."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.indicators import (
    MINIMUM_CASES,
    Calibration,
    Forecast,
    NoForecast,
    Outcome,
    Sample,
    calibrate,
    choose_forecast,
    quantile,
    summarize,
)
from haidang.engines.indicators.calibration import interval

durations = st.lists(
    st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400)), min_size=1, max_size=60
)
shares = st.fractions(min_value=0, max_value=1, max_denominator=100)
samples = st.builds(
    lambda count, parts: Sample(count=count, p50=min(parts), p90=max(parts)),
    st.integers(0, 200),
    st.tuples(
        st.timedeltas(timedelta(), timedelta(days=9)), st.timedeltas(timedelta(), timedelta(9))
    ),
)


@given(durations, shares)
def test_a_quantile_occurred_and_covers_its_share(found: list[timedelta], share: Fraction) -> None:
    value = quantile(found, share)

    assert value in found
    assert sum(each <= value for each in found) >= share * len(found)


@given(durations, shares)
def test_a_smaller_duration_would_not_cover_the_share(
    found: list[timedelta], share: Fraction
) -> None:
    value = quantile(found, share)

    below = [each for each in found if each < value]
    assert not below or len(below) < share * len(found)


@given(durations, shares, shares)
def test_a_greater_share_has_no_smaller_quantile(
    found: list[timedelta], one: Fraction, other: Fraction
) -> None:
    assert quantile(found, min(one, other)) <= quantile(found, max(one, other))


@given(durations)
def test_the_order_of_the_cases_does_not_matter(found: list[timedelta]) -> None:
    assert summarize(sorted(found)) == summarize(found)


def test_nine_tenths_of_twenty_are_eighteen() -> None:
    hours = [timedelta(hours=hour) for hour in range(1, 21)]

    assert summarize(hours) == Sample(count=20, p50=timedelta(hours=10), p90=timedelta(hours=18))


def test_nothing_has_no_summary() -> None:
    assert summarize([]) is None


@pytest.mark.parametrize("share", [Fraction(-1, 10), Fraction(11, 10)])
def test_a_share_lies_between_nothing_and_all(share: Fraction) -> None:
    with pytest.raises(ValueError, match="share from 0 to 1"):
        quantile([timedelta(hours=1)], share)


def test_a_sample_whose_p90_is_below_its_p50_is_refused() -> None:
    with pytest.raises(ValueError, match="P50 lies between"):
        Sample(count=3, p50=timedelta(hours=2), p90=timedelta(hours=1))


@given(st.none() | samples, st.none() | samples)
def test_a_forecast_rests_on_enough_cases_of_the_narrowest_basis(
    unit: Sample | None, city: Sample | None
) -> None:
    told = choose_forecast(unit=unit, city=city)

    if isinstance(told, NoForecast):
        assert all(each is None or each.count < MINIMUM_CASES for each in (unit, city))
        assert told.count < told.needed == MINIMUM_CASES
    else:
        assert told.count >= MINIMUM_CASES
        assert told.p50 <= told.p90
        is_enough = unit is not None and unit.count >= MINIMUM_CASES
        assert (told.basis == "unit") is is_enough


def test_the_city_speaks_where_the_unit_has_too_few() -> None:
    few = Sample(count=3, p50=timedelta(hours=1), p90=timedelta(hours=2))
    many = Sample(count=40, p50=timedelta(hours=5), p90=timedelta(hours=9))

    told = choose_forecast(unit=few, city=many)

    assert told == Forecast(p50=many.p50, p90=many.p90, count=40, basis="city")


@given(durations)
def test_a_distribution_that_tells_itself_is_honest(found: list[timedelta]) -> None:
    sample = summarize(found)
    assert sample is not None

    seen = calibrate(Outcome(p50=sample.p50, p90=sample.p90, taken=each) for each in found)

    assert seen.count == len(found)
    assert seen.within_p50 <= seen.within_p90
    assert seen.share_p50 is not None
    assert seen.share_p50 >= 1 / 2
    assert seen.is_honest


def test_running_cases_past_p90_count_as_late() -> None:
    late = Outcome(p50=timedelta(hours=1), p90=timedelta(hours=2), taken=None)

    seen = calibrate([late] * 30)

    assert seen == Calibration(count=30, within_p50=0, within_p90=0)
    assert seen.is_honest is False


def test_without_cases_nothing_is_said() -> None:
    seen = calibrate([])

    assert (seen.share_p50, seen.share_p90, seen.is_honest) == (None, None, None)


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_the_share_that_was_seen(count: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, count))

    low, high = interval(hits, count)

    assert 0 <= low <= hits / count + 1e-9
    assert hits / count - 1e-9 <= high <= 1

"""The words of a forecast."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.indicators import Forecast, NoForecast, explain_forecast, say_duration
from haidang.kernel.clock import VIETNAM

FORECAST = Forecast(p50=timedelta(hours=3), p90=timedelta(hours=20), count=128, basis="unit")


@pytest.mark.parametrize(
    ("duration", "vi", "en"),
    [
        (timedelta(), "5 phút làm việc", "5 working minutes"),
        (timedelta(minutes=31), "35 phút làm việc", "35 working minutes"),
        (timedelta(hours=1), "1 giờ làm việc", "1 working hour"),
        (timedelta(hours=2, minutes=10), "2,5 giờ làm việc", "2.5 working hours"),
        (timedelta(hours=8), "1 ngày làm việc", "1 working day"),
        (timedelta(hours=20), "2,5 ngày làm việc", "2.5 working days"),
    ],
)
def test_working_time_is_said_in_the_unit_that_people_use(
    duration: timedelta, vi: str, en: str
) -> None:
    assert say_duration(duration) == {"vi": vi, "en": en}


@given(st.timedeltas(timedelta(hours=1), timedelta(days=60)))
def test_working_time_is_never_said_shorter_than_it_is(duration: timedelta) -> None:
    amount, _working, unit = say_duration(duration)["en"].split()
    hours = float(amount) * (8 if unit.startswith("day") else 1)

    assert timedelta(hours=hours) >= duration


def test_a_forecast_tells_both_shares_and_whose_cases_were_counted() -> None:
    told = explain_forecast(FORECAST)

    assert [line["vi"] for line in told.lines] == [
        "Thường xong trong 3 giờ làm việc (một nửa số hồ sơ).",
        "9/10 hồ sơ xong trong 2,5 ngày làm việc.",
    ]
    assert "128 hồ sơ" in told.note["vi"]
    assert "at this agency" in told.note["en"]


def test_a_running_case_is_told_instants() -> None:
    half = datetime(2026, 11, 23, 15, 0, tzinfo=VIETNAM)

    told = explain_forecast(FORECAST, dates=(half, half + timedelta(days=2)))

    assert "15:00 ngày 23/11/2026" in told.lines[0]["vi"]
    assert "by 15:00 on 25/11/2026" in told.lines[1]["en"]


def test_too_few_cases_are_said_instead_of_a_figure() -> None:
    told = explain_forecast(NoForecast(count=3, needed=20))

    assert told.lines == ()
    assert "mới có 3 hồ sơ" in told.note["vi"]

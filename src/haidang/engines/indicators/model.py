"""What the engine speaks of: samples of durations, forecasts, and why there is none."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

WINDOW_DAYS: Final = 90
"""So many days back finished cases count: long enough for numbers, short enough to be live."""

MINIMUM_CASES: Final = 20
"""From fewer cases P90 would rest on one or two of them; then nothing is told."""

Basis = Literal["unit", "city"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The durations of a kind of case in short: how many, and two quantiles of working time."""

    count: int
    p50: timedelta
    p90: timedelta

    def __post_init__(self) -> None:
        if self.count < 0 or not timedelta() <= self.p50 <= self.p90:
            raise ValueError("A sample has cases, and P50 lies between nothing and P90.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is told: half of such cases take at most P50 of working time, nine of ten P90."""

    p50: timedelta
    p90: timedelta
    count: int
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class NoForecast:
    """Too few cases to tell anything: how many there were, how many are needed."""

    count: int
    needed: int

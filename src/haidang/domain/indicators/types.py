"""What crosses the door of the indicators."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from haidang.engines.indicators import Calibration, Forecast
from haidang.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldForecast:
    """What a case was told at acceptance; no forecast where there were too few cases."""

    subject: str
    accepted_at: datetime
    forecast: Forecast | None
    count: int
    taken: timedelta | None
    waited: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCalibration:
    """Told against taken for one procedure, over the cases decided in a window.

    ``median_told`` and ``median_taken`` are medians in working time.
    """

    procedure: str
    calibration: Calibration
    still_running: int
    median_told: timedelta | None
    median_taken: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastTold(Event):
    """A case was told, at acceptance, how long cases like it take; in seconds of working time."""

    code: ClassVar[str] = "indicators.forecast_told"
    case_number: str
    p50_seconds: int
    p90_seconds: int
    count: int
    basis: str

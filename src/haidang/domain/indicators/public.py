"""The front door of the indicators."""

from haidang.domain.indicators.actions import (
    HOLDINGS,
    move_agencies,
    note_outcome,
    note_wait,
    refresh_distributions,
    tell_forecast,
)
from haidang.domain.indicators.queries import calibrate_procedures, forecast_for, told_forecast
from haidang.domain.indicators.types import (
    ForecastTold,
    ProcedureCalibration,
    ToldForecast,
)
from haidang.engines.indicators import MINIMUM_CASES

__all__ = [
    "HOLDINGS",
    "MINIMUM_CASES",
    "ForecastTold",
    "ProcedureCalibration",
    "ToldForecast",
    "calibrate_procedures",
    "forecast_for",
    "move_agencies",
    "note_outcome",
    "note_wait",
    "refresh_distributions",
    "tell_forecast",
    "told_forecast",
]

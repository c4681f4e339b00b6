"""The front door of the indicators."""

from haidang.domain.indicators.actions import (
    move_agency,
    note_outcome,
    note_wait,
    refresh_distributions,
    tell_forecast,
)
from haidang.domain.indicators.queries import calibrate_procedures, forecast_for, told_forecast
from haidang.domain.indicators.types import (
    ForecastTold,
    IndicatorsMoved,
    ProcedureCalibration,
    ToldForecast,
)
from haidang.engines.indicators import MINIMUM_CASES

__all__ = [
    "MINIMUM_CASES",
    "ForecastTold",
    "IndicatorsMoved",
    "ProcedureCalibration",
    "ToldForecast",
    "calibrate_procedures",
    "forecast_for",
    "move_agency",
    "note_outcome",
    "note_wait",
    "refresh_distributions",
    "tell_forecast",
    "told_forecast",
]

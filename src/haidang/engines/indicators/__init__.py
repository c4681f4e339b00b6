"""How long cases of a kind take, and whether what was told came true.

Words: a *duration* is the working time from acceptance to decision without the waiting for
the applicant; a *quantile* is a duration that really occurred and that a share of the cases
did not exceed; a *basis* says whose cases were counted (the unit's, else the city's); a
*forecast* tells P50 and P90 with its basis; *calibration* compares what was told with what
happened. Invariants: P50 never exceeds P90; a quantile covers at least its share; below
the least number of cases nothing is forecast.
"""

from haidang.engines.indicators.calibration import Calibration, Outcome, calibrate
from haidang.engines.indicators.explain import Explanation, explain_forecast, say_duration
from haidang.engines.indicators.forecast import choose_forecast
from haidang.engines.indicators.model import (
    MINIMUM_CASES,
    WINDOW_DAYS,
    Basis,
    Forecast,
    NoForecast,
    Sample,
)
from haidang.engines.indicators.quantiles import quantile, summarize

__all__ = [
    "MINIMUM_CASES",
    "WINDOW_DAYS",
    "Basis",
    "Calibration",
    "Explanation",
    "Forecast",
    "NoForecast",
    "Outcome",
    "Sample",
    "calibrate",
    "choose_forecast",
    "explain_forecast",
    "quantile",
    "say_duration",
    "summarize",
]

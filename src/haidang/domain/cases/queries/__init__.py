"""Reads of the cases."""

from haidang.domain.cases.queries.forecasts import forecast, forecast_for, track_forecast
from haidang.domain.cases.queries.officers import find_cases, process_position
from haidang.domain.cases.queries.reads import (
    abilities,
    find_result,
    get_case,
    list_my_cases,
    read_document,
    read_evidence,
    timeline,
    track,
)

__all__ = [
    "abilities",
    "find_cases",
    "find_result",
    "forecast",
    "forecast_for",
    "get_case",
    "list_my_cases",
    "process_position",
    "read_document",
    "read_evidence",
    "timeline",
    "track",
    "track_forecast",
]

"""Reads of the cases."""

from haidang.domain.cases.queries.appointments import timing
from haidang.domain.cases.queries.control_sheet import read_control_sheet
from haidang.domain.cases.queries.counter import list_counter_drafts
from haidang.domain.cases.queries.due_dates import list_due_soon
from haidang.domain.cases.queries.figures import CaseFigures, case_figures
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
from haidang.domain.cases.queries.register import list_register
from haidang.domain.cases.queries.rescheduling import preview_due_dates

__all__ = [
    "CaseFigures",
    "abilities",
    "case_figures",
    "find_cases",
    "find_result",
    "forecast",
    "forecast_for",
    "get_case",
    "list_counter_drafts",
    "list_due_soon",
    "list_my_cases",
    "list_register",
    "preview_due_dates",
    "process_position",
    "read_control_sheet",
    "read_document",
    "read_evidence",
    "timeline",
    "timing",
    "track",
    "track_forecast",
]

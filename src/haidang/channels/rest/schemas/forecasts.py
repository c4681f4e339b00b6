"""Answers about how long it really takes."""

from datetime import datetime

from ninja import Schema

from haidang.channels.rest.schemas.values import Text


class ForecastOut(Schema):
    """How long such cases take; hours of working time, null where too few were decided.

    ``count`` cases were decided in the last ``window_days`` at the basis: the unit or the city.
    """

    count: int
    needed: int
    window_days: int
    basis: str | None
    p50_hours: float | None
    p90_hours: float | None
    likely_at: datetime | None
    late_at: datetime | None
    was_told: bool
    lines: list[Text]
    note: Text


class CalibrationOut(Schema):
    """What cases of a procedure were told, and what happened; hours of working time."""

    procedure: str
    count: int
    within_p50: int
    within_p90: int
    still_running: int
    median_told_hours: float | None
    median_taken_hours: float | None
    is_honest: bool | None

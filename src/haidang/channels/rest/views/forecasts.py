"""How long it really takes: before handing in, of a case by its number, and how true it was."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from haidang.channels.rest.limits import CallsAMinute, CaseKey
from haidang.channels.rest.schemas.forecasts import CalibrationOut, ForecastOut
from haidang.channels.rest.security import actor_of, officers_with
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.domain.indicators import public as indicators
from haidang.kernel.errors import NotAllowed

router = Router()
_HEADS: Final = frozenset({"head", "leader"})
_HOUR: Final = timedelta(hours=1)


@router.get("/procedures/{code}/forecast", response=ForecastOut)
def forecast(request: HttpRequest, code: CaseKey, agency: str = "") -> ForecastOut:
    """Tell how long cases of a procedure take, at an agency or in the city."""
    catalog.current_revision(code)
    return _answer(cases.forecast_for(code, city=settings.HAIDANG_CITY, agency=agency[:40]))


@router.get(
    "/track/{number}/forecast",
    response=ForecastOut | None,
    throttle=CallsAMinute("track", most=120),
)
def track_forecast(request: HttpRequest, number: CaseKey) -> ForecastOut | None:
    """Tell what a case was told at acceptance; null when it is over."""
    found = cases.track_forecast(number)
    return None if found is None else _answer(found)


@router.get("/forecasts", response=list[CalibrationOut], auth=officers_with("tasks:read"))
def calibration(request: HttpRequest) -> list[CalibrationOut]:
    """Compare told with taken by procedure: for the city's administrator, heads and leaders."""
    actor = actor_of(request)
    led = frozenset(duty.agency for duty in actor.duties if duty.post in _HEADS)
    keeps_city = catalog.may_change_city(settings.HAIDANG_CITY, actor=actor)
    if not (keeps_city or led):
        raise NotAllowed
    found = indicators.calibrate_procedures(
        city=settings.HAIDANG_CITY, agencies=None if keeps_city else led
    )
    return [
        CalibrationOut(
            procedure=each.procedure,
            count=each.calibration.count,
            within_p50=each.calibration.within_p50,
            within_p90=each.calibration.within_p90,
            still_running=each.still_running,
            median_told_hours=_hours(each.median_told),
            median_taken_hours=_hours(each.median_taken),
            is_honest=each.calibration.is_honest,
        )
        for each in found
    ]


def _answer(found: cases.ForecastView) -> ForecastOut:
    return ForecastOut(
        count=found.count,
        needed=found.needed,
        window_days=found.window_days,
        basis=found.basis,
        p50_hours=_hours(found.p50),
        p90_hours=_hours(found.p90),
        likely_at=found.likely_at,
        late_at=found.late_at,
        was_told=found.was_told,
        lines=[dict(line) for line in found.lines],
        note=dict(found.note),
    )


def _hours(duration: timedelta | None) -> float | None:
    return None if duration is None else round(duration / _HOUR, 2)

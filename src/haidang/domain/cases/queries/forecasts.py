"""When a case will really be done: what it was told, or what it would be told now."""

from datetime import datetime, timedelta
from uuid import UUID

from haidang.domain.cases import policies
from haidang.domain.cases.errors import CaseUnknown
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.states import Status
from haidang.domain.cases.types import ForecastView
from haidang.domain.catalog import public as catalog
from haidang.domain.indicators import public as indicators
from haidang.engines.indicators import WINDOW_DAYS, Forecast, NoForecast, explain_forecast
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now

_OVER = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.STOPPED})


def forecast(key: str | UUID, *, actor: Actor) -> ForecastView | None:
    """Return the forecast of a case for somebody who may see it; None when it is over.

    After acceptance it is what the case was told then; before, what it would be told now.
    """
    case = find_row(key)
    policies.check_can_see(case, actor)
    return _forecast_of(case)


def track_forecast(number: str) -> ForecastView | None:
    """Return the forecast of a case as everybody may know it who has the number.

    It says of the case only what ``track`` says: nothing personal.
    """
    case = Case.objects.filter(number=number.strip().upper()).first()
    if case is None:
        raise CaseUnknown
    return _forecast_of(case)


def forecast_for(procedure: str, *, city: str, agency: str = "") -> ForecastView:
    """Return how long cases of a procedure take, before anything is handed in."""
    found = indicators.forecast_for(city=city, procedure=procedure, agency=agency)
    return _view(found, starts_at=None, city=city)


def _forecast_of(case: Case) -> ForecastView | None:
    if case.status in _OVER or case.finished_at is not None:
        return None
    told = indicators.told_forecast(case.key) if case.accepted_at else None
    if told is None:
        return forecast_for(case.procedure, city=case.city, agency=case.competent_agency)
    found = told.forecast or NoForecast(count=told.count, needed=indicators.MINIMUM_CASES)
    return _view(found, starts_at=told.accepted_at, city=case.city, waited=told.waited)


def _view(
    found: Forecast | NoForecast,
    *,
    starts_at: datetime | None,
    city: str,
    waited: timedelta = timedelta(),
) -> ForecastView:
    if isinstance(found, NoForecast):
        return ForecastView(
            count=found.count,
            needed=found.needed,
            window_days=WINDOW_DAYS,
            note=explain_forecast(found).note,
        )
    calendar = catalog.working_calendar(city)
    start = calendar.within_hours(starts_at) if starts_at else None
    likely = calendar.walk(start, found.p50 + waited) if start else None
    late = calendar.walk(start, found.p90 + waited) if start else None
    told = explain_forecast(found, dates=(likely, late) if likely and late else None)
    return ForecastView(
        count=found.count,
        needed=indicators.MINIMUM_CASES,
        window_days=WINDOW_DAYS,
        basis=found.basis,
        p50=found.p50,
        p90=found.p90,
        lines=told.lines,
        note=told.note,
        likely_at=likely,
        late_at=late,
        was_told=starts_at is not None,
        is_past=late is not None and late < now(),
    )

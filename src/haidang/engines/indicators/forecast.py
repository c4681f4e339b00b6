"""Choose whose cases a forecast rests on: the unit's, else the city's, else nobody's."""

from haidang.engines.indicators.model import MINIMUM_CASES, Forecast, NoForecast, Sample


def choose_forecast(
    *, unit: Sample | None, city: Sample | None, minimum: int = MINIMUM_CASES
) -> Forecast | NoForecast:
    """Return the forecast of the narrowest basis that has enough cases, or why there is none."""
    if unit is not None and unit.count >= minimum:
        return Forecast(p50=unit.p50, p90=unit.p90, count=unit.count, basis="unit")
    if city is not None and city.count >= minimum:
        return Forecast(p50=city.p50, p90=city.p90, count=city.count, basis="city")
    seen = max((sample.count for sample in (unit, city) if sample is not None), default=0)
    return NoForecast(count=seen, needed=minimum)

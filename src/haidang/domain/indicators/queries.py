"""Reads of the indicators: two rows for a forecast, never a scan of the cases."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.aggregates import Aggregate
from django.db.models.fields import BigIntegerField

from haidang.domain.indicators.models import Distribution, Told
from haidang.domain.indicators.types import ProcedureCalibration, ToldForecast
from haidang.engines.indicators import (
    WINDOW_DAYS,
    Basis,
    Calibration,
    Forecast,
    NoForecast,
    Sample,
    choose_forecast,
)
from haidang.kernel.clock import now

_BASES: dict[str, Basis] = {"unit": "unit", "city": "city"}


class _Median(Aggregate):
    """The middle one of the values, one that really occurred."""

    template = "percentile_disc(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = BigIntegerField()


def forecast_for(*, city: str, procedure: str, agency: str = "") -> Forecast | NoForecast:
    """Return how long a case of a procedure takes at an agency, else in the city."""
    found = {
        row.agency: row
        for row in Distribution.objects.filter(
            city=city, procedure=procedure, agency__in=sorted({agency, ""})
        )
    }
    return choose_forecast(
        unit=_sample(found.get(agency)) if agency else None, city=_sample(found.get(""))
    )


def told_forecast(subject: str) -> ToldForecast | None:
    """Return what a case was told at acceptance; None for a case that is not accepted."""
    row = Told.objects.filter(subject=subject).first()
    return None if row is None else told_of(row)


def told_of(row: Told) -> ToldForecast:
    """Return a row as it crosses the door."""
    taken = timedelta(seconds=row.taken_seconds) if row.taken_seconds is not None else None
    return ToldForecast(
        subject=row.subject,
        accepted_at=row.accepted_at,
        forecast=_forecast(row),
        count=row.count,
        taken=taken,
        waited=timedelta(seconds=row.waited_seconds),
    )


def calibrate_procedures(
    *, city: str, agencies: Collection[str] | None = None, since: datetime | None = None
) -> list[ProcedureCalibration]:
    """Compare told with taken by procedure, over what was decided since (90 days); fullest first.

    ``agencies`` keeps the cases of some agencies. A case that still runs past its P90
    counts as late; other running cases are not known yet and do not count.
    """
    start = since or now() - timedelta(days=WINDOW_DAYS)
    ended = Q(finished_at__gte=start)
    running = Q(finished_at=None, late_at__gte=start, late_at__lt=now())
    rows = Told.objects.filter(city=city, p50_seconds__isnull=False).filter(ended | running)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    return [_calibration(row) for row in _grouped(rows)]


def _grouped(rows: QuerySet[Told]) -> Iterable[Mapping[str, object]]:
    taken = Q(taken_seconds__isnull=False)
    return (
        rows.values("procedure")
        .annotate(
            told=Count("id"),
            running=Count("id", filter=~taken),
            in_p50=Count("id", filter=Q(taken_seconds__lte=F("p50_seconds"))),
            in_p90=Count("id", filter=Q(taken_seconds__lte=F("p90_seconds"))),
            median_told=_Median("p50_seconds"),
            median_taken=_Median("taken_seconds"),
        )
        .order_by("-told", "procedure")
    )


def _calibration(row: Mapping[str, object]) -> ProcedureCalibration:
    return ProcedureCalibration(
        procedure=str(row["procedure"]),
        calibration=Calibration(
            count=_number(row["told"]),
            within_p50=_number(row["in_p50"]),
            within_p90=_number(row["in_p90"]),
        ),
        still_running=_number(row["running"]),
        median_told=_time(row["median_told"]),
        median_taken=_time(row["median_taken"]),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _time(value: object) -> timedelta | None:
    return timedelta(seconds=value) if isinstance(value, int) else None


def _sample(row: Distribution | None) -> Sample | None:
    if row is None:
        return None
    return Sample(
        count=row.count,
        p50=timedelta(seconds=row.p50_seconds),
        p90=timedelta(seconds=row.p90_seconds),
    )


def _forecast(row: Told) -> Forecast | None:
    if row.p50_seconds is None or row.p90_seconds is None:
        return None
    return Forecast(
        p50=timedelta(seconds=row.p50_seconds),
        p90=timedelta(seconds=row.p90_seconds),
        count=row.count,
        basis=_BASES[row.basis],
    )

"""Writes of the indicators: tell, note, refresh, move."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.statements import public as statements
from haidang.domain.indicators.models import Distribution, Told
from haidang.domain.indicators.queries import forecast_for, told_of
from haidang.domain.indicators.types import ForecastTold, ToldForecast
from haidang.engines.deadlines import WorkingCalendar
from haidang.engines.indicators import WINDOW_DAYS, Forecast
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.ids import new_id

_RECKON: Final = (
    "SELECT city, procedure, CASE WHEN grouping(agency) = 1 THEN '' ELSE agency END, count(*), "
    "percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY taken_seconds) "
    "FROM indicators_told WHERE finished_at >= %(start)s AND finished_at <= %(end)s "
    "AND (city, procedure) IN ("
    "SELECT city, procedure FROM indicators_told WHERE finished_at > %(changed)s "
    "UNION SELECT city, procedure FROM indicators_distribution WHERE refreshed_at < %(stale)s) "
    "GROUP BY GROUPING SETS ((city, procedure, agency), (city, procedure))"
)
HOLDINGS: Final = (agencies.Holding(table="indicators_told", columns=("agency",)),)
"""Where agency codes stand here; distributions are reckoned anew."""
_STALE: Final = timedelta(hours=20)
_OVERLAP: Final = timedelta(minutes=10)
"""A transaction may commit later than the instant that it noted: look back a little."""


def tell_forecast(
    subject: str,
    *,
    city: str,
    procedure: str,
    agency: str,
    at: datetime,
    calendar: WorkingCalendar,
    actor: Actor,
) -> ToldForecast:
    """Fix what a case is told at its acceptance; once, a second call changes nothing."""
    found = forecast_for(city=city, procedure=procedure, agency=agency)
    told = found if isinstance(found, Forecast) else None
    row = Told(
        subject=subject,
        city=city,
        procedure=procedure,
        agency=agency,
        accepted_at=at,
        p50_seconds=_seconds(told.p50) if told else None,
        p90_seconds=_seconds(told.p90) if told else None,
        count=found.count,
        basis=told.basis if told else "",
        late_at=calendar.walk(calendar.within_hours(at), told.p90) if told else None,
    )
    with transaction.atomic(savepoint=False):
        statements.write_once(row)
        if told:
            event = ForecastTold(
                case_number=subject,
                p50_seconds=_seconds(told.p50),
                p90_seconds=_seconds(told.p90),
                count=told.count,
                basis=told.basis,
            )
            audit.announce(event, actor=actor)
    return told_of(row)


def note_wait(subject: str, *, waited: timedelta) -> None:
    """Note how much working time an accepted case waited for its applicant; it adds up."""
    seconds = max(_seconds(waited), 0)
    rows = Told.objects.filter(subject=subject, finished_at=None)
    rows.update(waited_seconds=F("waited_seconds") + seconds)


def note_outcome(subject: str, *, taken: timedelta, at: datetime) -> None:
    """Note how much working time a case took until its decision; the first note stands.

    What it waited for its applicant is taken off here.
    """
    rows = Told.objects.filter(subject=subject, finished_at=None)
    net = Greatest(Value(_seconds(taken)) - F("waited_seconds"), Value(0))
    rows.update(taken_seconds=net, finished_at=at)


def refresh_distributions() -> int:
    """Reckon the distributions with newly finished cases, and each once a day; return how many.

    Incremental: a procedure in which nothing was finished since the last time is left alone
    until its window has moved by a day.
    """
    instant = now()
    last = Distribution.objects.order_by("-refreshed_at").first()
    changed = last.refreshed_at - _OVERLAP if last else instant - timedelta(days=WINDOW_DAYS)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                _RECKON,
                {
                    "start": instant - timedelta(days=WINDOW_DAYS),
                    "end": instant,
                    "changed": changed,
                    "stale": instant - _STALE,
                },
            )
            found = cursor.fetchall()
        rows = [
            Distribution(
                id=new_id(), city=city, procedure=procedure, agency=agency, count=count,
                p50_seconds=p50, p90_seconds=p90, refreshed_at=instant,
            )
            for city, procedure, agency, count, (p50, p90) in found
        ]  # fmt: skip
        Distribution.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["city", "procedure", "agency"],
            update_fields=["count", "p50_seconds", "p90_seconds", "refreshed_at"],
        )
        Distribution.objects.filter(refreshed_at__lt=instant - _STALE).delete()
    return len(rows)


def move_agencies(successors: Mapping[str, str], *, actor: Actor, limit: int = 5_000) -> int:
    """Let the durations of agencies count for their successors; return how many rows moved.

    At most ``limit`` at a time: call again until nothing is left. The distributions
    follow with the next refresh.
    """
    with transaction.atomic():
        moved = agencies.move_holdings(
            "indicators", HOLDINGS, successors=successors, limit=limit, actor=actor
        )
        if moved:
            touched = {*successors, *successors.values()}
            Distribution.objects.filter(agency__in=touched).delete()
    return moved


def _seconds(duration: timedelta) -> int:
    return int(duration.total_seconds())

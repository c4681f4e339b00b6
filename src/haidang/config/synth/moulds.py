"""Make moulds of true lives: every row that a life wrote, with places for what differs.

A life is lived by the real actions inside a transaction that is rolled back, so that no row
of it stays. What belongs to the person, the case, the office, the day or a number book is
told apart by its text, which is made so that it occurs nowhere else.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as hour
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from haidang.config.synth.mix import Fate, Kind
from haidang.config.synth.offices import Office
from haidang.config.synth.people import someone
from haidang.config.synth.plan import CasePlan
from haidang.config.synth.stage import Stage
from haidang.domain.catalog import public as catalog
from haidang.kernel.clock import VIETNAM

HOURS: Final = (hour(7, 5), hour(9, 50), hour(14, 5))
"""When the true lives begin: a copy follows the first one that begins after its own arrival."""
MICROSECOND: Final = 271_828
PLACE: Final = 9_000_000
_PERSON: Final = 900_000
_CASES: Final = 9_000
_PAPERS: Final = {"TNHS": 71, "PBS": 72, "PXL": 73, "PTC": 74, "TB": 75}
_DOCUMENT: Final = 76
_RECEIPT: Final = 77
_BOOK: Final = (
    "INSERT INTO agencies_numberbook (agency, series, period, last_number) "
    "VALUES (%s, %s, %s, %s) ON CONFLICT (agency, series, period) "
    "DO UPDATE SET last_number = excluded.last_number"
)
_COUNTER: Final = (
    "INSERT INTO payments_receiptcounter (agency, year, symbol, last_number) "
    "VALUES (%s, %s, %s, %s) ON CONFLICT (agency, year, symbol) "
    "DO UPDATE SET last_number = excluded.last_number"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A number that a life drew: from which book, and the how manieth of the life it is."""

    book: str
    is_centre: bool
    place: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueLife:
    """A life that was lived and is still to be seen in the open transaction."""

    plan: CasePlan
    number: str
    office: Office
    mark: int
    began_ms: int
    drawn: tuple[Drawn, ...]


class Calm(CasePlan):
    """A plan whose people act by day, so that days can be moved as wholes."""

    __slots__ = ()

    def pause(self, step: int, *, least: timedelta, most: timedelta) -> timedelta:
        """Return a short pause, or a whole day for an answer."""
        del step, most
        return timedelta(days=1) if least > timedelta(hours=1) else timedelta(minutes=11)

    def minutes(self, step: int, *, typical: float) -> float:
        """Return half of the typical pace, told apart by the step."""
        return typical / 2 + step


def true_lives(
    stage: Stage, wanted: Sequence[tuple[Kind, Fate]], *, unit: str, begin: date
) -> Iterator[TrueLife]:
    """Live one life of each kind and fate at each hour; it can be read until the next one."""
    for number, (kind, fate) in enumerate(wanted):
        for turn, at in enumerate(HOURS):
            plan = Calm(
                place=PLACE + number * len(HOURS) + turn,
                at=datetime.combine(begin, at, VIETNAM).replace(microsecond=MICROSECOND),
                kind=kind, fate=fate, unit=unit, person=_somebody(kind, stage, number, begin),
                rating=4 if turn != 1 else 0, seed=stage.year.seed,
            )  # fmt: skip
            with transaction.atomic():
                yield _live(stage, plan)
                transaction.set_rollback(True)


def _somebody(kind: Kind, stage: Stage, number: int, on: date) -> int:
    for index in range(_PERSON + number * 100, PLACE):
        person = someone(index, seed=stage.year.seed, units=stage.year.units[:1])
        if person.age(on=on) in kind.ages:
            return index
    raise LookupError(f"Nobody is of an age for {kind.key}.")


def _live(stage: Stage, plan: CasePlan) -> TrueLife:
    office = stage.offices[plan.unit]
    symbol = str(catalog.current_revision(plan.kind.procedure).package.result().symbol)
    alone = replace(stage, year=replace(stage.year, units=(plan.unit,)))
    player = alone.player(0, 1)
    player.name, player.is_first, player.is_fresh = "mould", False, True
    began = time.time_ns() // 1_000_000
    _raise_books(office, plan.at, symbol=symbol)
    mark = _mark()
    player.play(iter([plan]), ended=lambda _at: None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM synth.life WHERE place = %s", [plan.place])
        (number,) = cursor.fetchone()
    return TrueLife(
        plan=plan, number=number, office=office, mark=mark, began_ms=began,
        drawn=tuple(_drawn(office, symbol=symbol)),
    )  # fmt: skip


def _mark() -> int:
    """Return the id of this transaction: whatever the life writes has this one or a later one."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS synth.mark (at timestamptz)")
        cursor.execute("INSERT INTO synth.mark VALUES (now()) RETURNING xmin::text::bigint")
        return int(cursor.fetchone()[0])


def receipt_symbol(year: int) -> str:
    """Return the symbol of a year's receipts."""
    return f"{year % 100:02d}T{settings.HAIDANG_RECEIPT_SERIES}"


def _bases(symbol: str) -> dict[str, int]:
    """Return a first number for each series, such as occurs nowhere else."""
    papers = {series: base * 100_000 for series, base in _PAPERS.items()}
    return {**papers, f"document:{symbol}": _DOCUMENT * 100_000}


def _raise_books(office: Office, at: datetime, *, symbol: str) -> None:
    with connection.cursor() as cursor:
        for agency in (office.committee, office.centre):
            cursor.execute(_BOOK, [agency, "case", at.date().isoformat(), _CASES])
            for series, base in _bases(symbol).items():
                cursor.execute(_BOOK, [agency, series, str(at.year), base])
            counter = (agency, at.year, receipt_symbol(at.year), _RECEIPT * 100_000)
            cursor.execute(_COUNTER, counter)


def _drawn(office: Office, *, symbol: str) -> Iterator[Drawn]:
    with connection.cursor() as cursor:
        for agency in (office.committee, office.centre):
            cursor.execute(
                "SELECT series, last_number FROM agencies_numberbook WHERE agency = %s "
                "AND series <> 'case' UNION ALL SELECT 'receipt', last_number "
                "FROM payments_receiptcounter WHERE agency = %s",
                [agency, agency],
            )
            bases = {**_bases(symbol), "receipt": _RECEIPT * 100_000}
            for series, last in cursor.fetchall():
                base = bases.get(series, last)
                for place in range(last - base):
                    yield Drawn(
                        book=series, is_centre=agency == office.centre, place=place,
                        text=str(base + 1 + place),
                    )  # fmt: skip

"""Who follows whom: what a code means on a day, and the weight of a merger's rows."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import connection

from haidang.blocks.agencies.errors import AgencyUnknown, UnitUnknown
from haidang.blocks.agencies.models import AdministrativeUnit, Agency, Assignment, Succession
from haidang.blocks.agencies.queries.offices import agency_summary, unit_summary
from haidang.blocks.agencies.types import AgencySummary, Holding, ResolvedUnit
from haidang.engines.succession import Weight

quote = connection.ops.quote_name
_DIGEST: Final = " || ".join(
    f"lpad(to_hex((coalesce(sum(('x' || substr(h, {place}, 15))::bit(60)::bigint), 0) "
    "%% 1152921504606846976)::bigint), 15, '0')"
    for place in (1, 16)
)
"""Sums of parts of each row's SHA-256: the same rows in any order give the same digest."""


def resolve_unit(code: str, *, on: date) -> tuple[ResolvedUnit, ...]:
    """Return the units that a code means on a day, the main one first; raises UnitUnknown.

    The code of a unit that ended leads to its successors, that of one that had not begun to
    its predecessors. A split unit leads to several: then each is only a part of what is meant.
    """
    codes = _reach("unit", code, on=on, valid=_units_on(on))
    units = {
        unit.code: unit
        for unit in AdministrativeUnit.objects.valid_on(on).filter(code__in=[*codes])
    }
    found = [
        ResolvedUnit(unit=unit_summary(units[each]), is_main=is_main, is_part=is_part)
        for each, (is_main, is_part) in codes.items()
        if each in units
    ]
    if not found:
        raise UnitUnknown
    return tuple(sorted(found, key=lambda each: (not each.is_main, each.unit.code)))


def resolve_agency(code: str, *, on: date) -> AgencySummary:
    """Return the agency that carries on what a code named, on a day; raises AgencyUnknown."""
    valid = frozenset(Agency.objects.valid_on(on).values_list("code", flat=True))
    for each, (is_main, _part) in _reach("agency", code, on=on, valid=valid).items():
        row = Agency.objects.valid_on(on).filter(code=each).first()
        if row is not None and is_main:
            return agency_summary(row)
    raise AgencyUnknown


def weigh(holding: Holding, *, successors: Mapping[str, str]) -> Weight:
    """Count and hash the rows of a table that hold codes of a merger, in the database."""
    codes = sorted({*successors, *successors.values()})
    names = [quote(column) for column in holding.columns]
    table = quote(holding.table)
    scope = " OR ".join(f"t.{name} = ANY(%s)" for name in names)
    scopes = [codes] * len(names)
    if holding.unique_with:
        return _weigh_unique(holding, codes=codes, successors=successors)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), {_DIGEST} FROM (SELECT encode(sha256(convert_to("  # noqa: S608 - quoted names
            f"(to_jsonb(t) - %s::text[])::text, 'UTF8')), 'hex') AS h FROM {table} t "
            f"WHERE {scope}) x",
            [list(holding.columns), *scopes],
        )
        rows, digest = cursor.fetchone()
        counts: dict[str, dict[str, int]] = {}
        for column, name in zip(holding.columns, names, strict=True):
            cursor.execute(
                f"SELECT t.{name}, count(*) FROM {table} t WHERE t.{name} = ANY(%s) GROUP BY 1",  # noqa: S608 - quoted names
                [codes],
            )
            counts[column] = dict(cursor.fetchall())
    return Weight(table=holding.table, rows=rows, digest=digest, counts=counts)


def weigh_posts(*, successors: Mapping[str, str], at: datetime) -> Weight:
    """Count and hash who holds which post at an instant, as it is after the merger."""
    codes = {*successors, *successors.values()}
    held = Assignment.objects.in_force(at).filter(agency__in=codes)
    rows = {
        (str(officer), successors.get(agency, agency), post)
        for officer, agency, post in held.values_list("officer", "agency", "post")
    }
    digest = hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()
    counts = Counter(agency for _officer_id, agency, _post in rows)
    return Weight(
        table="agencies_assignment", rows=len(rows), digest=digest, counts={"agency": counts}
    )


def _weigh_unique(holding: Holding, *, codes: list[str], successors: Mapping[str, str]) -> Weight:
    table, (column,) = quote(holding.table), map(quote, holding.columns)
    others = ", ".join(f"t.{quote(name)}" for name in holding.unique_with)
    rows = (
        f"SELECT DISTINCT {others}, coalesce(m.new, t.{column}) AS code FROM {table} t "  # noqa: S608 - quoted names
        f"LEFT JOIN unnest(%s::text[], %s::text[]) AS m(old, new) ON m.old = t.{column} "
        f"WHERE t.{column} = ANY(%s)"
    )
    given = [[*successors], [*successors.values()], codes]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), {_DIGEST} FROM (SELECT encode(sha256(convert_to("  # noqa: S608 - quoted names
            f"to_jsonb(d)::text, 'UTF8')), 'hex') AS h FROM ({rows}) d) x",
            given,
        )
        count, digest = cursor.fetchone()
        cursor.execute(f"SELECT code, count(*) FROM ({rows}) d GROUP BY 1", given)  # noqa: S608 - quoted names
        counts = dict(cursor.fetchall())
    return Weight(
        table=holding.table, rows=count, digest=digest, counts={holding.columns[0]: counts}
    )


def _units_on(on: date) -> frozenset[str]:
    return frozenset(AdministrativeUnit.objects.valid_on(on).values_list("code", flat=True))


def _reach(
    kind: str, code: str, *, on: date, valid: frozenset[str]
) -> dict[str, tuple[bool, bool]]:
    """Follow a code to those valid on a day; say of each whether it is main, and a part."""
    if code in valid:
        return {code: (True, False)}
    found: dict[str, tuple[bool, bool]] = {}
    waiting, seen = [(code, True, False)], {code}
    while waiting:
        here, is_main, is_part = waiting.pop()
        for near, main, part in _neighbours(kind, here, on=on):
            if near in seen:
                continue
            seen.add(near)
            step = (is_main and main, is_part or part)
            if near in valid:
                found[near] = step
            else:
                waiting.append((near, *step))
    return found


def _neighbours(kind: str, code: str, *, on: date) -> list[tuple[str, bool, bool]]:
    rows = Succession.objects.filter(kind=kind)
    after = rows.filter(predecessor=code, on__lte=on)
    before = rows.filter(successor=code, on__gt=on)
    return [
        *((row.successor, row.is_main, row.is_part) for row in after),
        *((row.predecessor, row.is_main, row.is_part) for row in before),
    ]

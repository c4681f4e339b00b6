"""Let units and agencies follow each other: end the old, move posts, move rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q

from haidang.blocks.agencies import policies
from haidang.blocks.agencies.errors import AgencyUnknown, UnitUnknown
from haidang.blocks.agencies.models import (
    AdministrativeUnit,
    Agency,
    Assignment,
    Delegation,
    Succession,
)
from haidang.blocks.agencies.queries import forget_offices, quote
from haidang.blocks.agencies.types import Holding, PostsMoved, RowsMoved, UnitsSucceeded
from haidang.blocks.audit import public as audit
from haidang.engines.succession import Plan
from haidang.kernel.actors import Actor


def succeed_units(plan: Plan, *, actor: Actor) -> UnitsSucceeded:
    """End the units and agencies of a plan, and note who follows whom; safe to repeat.

    Raises UnitUnknown and AgencyUnknown where a successor does not stand on the day.
    """
    policies.check_can_install_city(actor)
    for code in {new for step in plan.units for new in step.new}:
        if not AdministrativeUnit.objects.valid_on(plan.effective).filter(code=code).exists():
            raise UnitUnknown(f"There is no unit {code} on {plan.effective}.")
    for code in set(plan.successors.values()):
        if not Agency.objects.valid_on(plan.effective).filter(code=code).exists():
            raise AgencyUnknown(f"There is no agency {code} on {plan.effective}.")
    with transaction.atomic():
        _end(AdministrativeUnit.objects, [step.old for step in plan.units], plan.effective)
        _end(Agency.objects, [*plan.successors], plan.effective)
        Succession.objects.bulk_create(_successions(plan), ignore_conflicts=True)
        event = UnitsSucceeded(
            city=plan.city,
            law=plan.law,
            on=plan.effective,
            units=len(plan.units),
            agencies=len(plan.agencies),
        )
        audit.announce(event, actor=actor)
        forget_offices()
    return event


def move_posts(successors: Mapping[str, str], *, city: str, at: datetime, actor: Actor) -> int:
    """Let officers keep their posts at the agencies that follow; return how many moved.

    The old assignment ends at the instant and stays readable; safe to repeat.
    """
    policies.check_can_install_city(actor)
    with transaction.atomic():
        held = Assignment.objects.in_force(at).filter(agency__in=[*successors])
        rows = list(held.select_for_update(of=("self",)).order_by("id"))
        for row in rows:
            _carry_on(row, agency=successors[row.agency], at=at)
        lent = Delegation.objects.filter(agency__in=[*successors], until_at__gt=at)
        delegations = list(lent.select_for_update(of=("self",)).order_by("id"))
        for lending in delegations:
            lending.agency = successors[lending.agency]
            lending.save(update_fields=["agency"])
        if rows or delegations:
            event = PostsMoved(
                city=city, assignments=len(rows), delegations=len(delegations), at=at
            )
            audit.announce(event, actor=actor)
    return len(rows) + len(delegations)


def move_holdings(
    module: str,
    holdings: Sequence[Holding],
    *,
    successors: Mapping[str, str],
    limit: int,
    actor: Actor,
) -> int:
    """Give at most ``limit`` rows of a module's tables the successors' codes; return how many.

    For the verb of the module that owns the tables, which is called until nothing moves; each
    call is one transaction and one entry of the audit.
    """
    policies.check_can_install_city(actor)
    moved = 0
    with transaction.atomic():
        for holding in holdings:
            if moved < limit:
                moved += _move_rows(holding, successors=successors, limit=limit - moved)
        if moved:
            event = RowsMoved(
                module=module,
                tables=tuple(holding.table for holding in holdings),
                rows=moved,
                agencies=len(successors),
            )
            audit.announce(event, actor=actor)
    return moved


def _move_rows(holding: Holding, *, successors: Mapping[str, str], limit: int) -> int:
    table, moved = quote(holding.table), 0
    given = [[*successors], [*successors.values()]]
    pairs = "WITH m AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS m(old, new)) "
    with connection.cursor() as cursor:
        if holding.unique_with:
            cursor.execute(pairs + _merge_same(holding), given)
            moved += cursor.rowcount
        for column in map(quote, holding.columns):
            if moved >= limit:
                break
            cursor.execute(
                f"{pairs}, picked AS (SELECT t.id, m.new FROM {table} t "  # noqa: S608 - quoted names
                f"JOIN m ON m.old = t.{column} ORDER BY t.id LIMIT %s FOR UPDATE OF t) "
                f"UPDATE {table} t SET {column} = p.new FROM picked p WHERE t.id = p.id",
                [*given, limit - moved],
            )
            moved += cursor.rowcount
    return moved


def _merge_same(holding: Holding) -> str:
    """Drop a row when another one says the same under the successor's code."""
    table, (column,) = quote(holding.table), map(quote, holding.columns)
    same = " AND ".join(f"o.{quote(name)} = t.{quote(name)}" for name in holding.unique_with)
    return (
        f"DELETE FROM {table} t USING m WHERE t.{column} = m.old AND EXISTS ("  # noqa: S608 - quoted names
        f"SELECT 1 FROM {table} o LEFT JOIN m n ON n.old = o.{column} WHERE {same} "
        f"AND o.id <> t.id AND (o.{column} = m.new OR (n.new = m.new AND o.id < t.id)))"
    )


def _end(rows: "models.Manager[Any]", codes: list[str], on: date) -> None:
    open_rows = rows.filter(code__in=codes, valid_from__lt=on)
    open_rows.filter(Q(valid_until=None) | Q(valid_until__gt=on)).update(valid_until=on)


def _successions(plan: Plan) -> list[Succession]:
    units = [
        Succession(
            city_id=plan.city, kind=Succession.Kind.UNIT, predecessor=step.old, successor=new,
            on=plan.effective, is_main=new == step.main, is_part=step.is_split, law=plan.law,
        )
        for step in plan.units
        for new in step.new
    ]  # fmt: skip
    agencies = [
        Succession(
            city_id=plan.city, kind=Succession.Kind.AGENCY, predecessor=step.old,
            successor=step.new, on=plan.effective, law=plan.law,
        )
        for step in plan.agencies
    ]  # fmt: skip
    return [*units, *agencies]


def _carry_on(row: Assignment, *, agency: str, at: datetime) -> None:
    held = Assignment.objects.in_force(at).filter(
        officer=row.officer_id, agency=agency, post=row.post
    )
    if not held.exists():
        Assignment.objects.create(
            officer_id=row.officer_id,
            agency=agency,
            post=row.post,
            from_at=at,
            until_at=row.until_at,
        )
    row.until_at = at
    row.save(update_fields=["until_at"])

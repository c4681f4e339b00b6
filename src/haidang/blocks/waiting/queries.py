"""Reads of the waiting room."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from haidang.blocks.waiting.models import VisitorRow
from haidang.blocks.waiting.types import HouseView
from haidang.engines import waiting as line
from haidang.engines.waiting import Rules, Visitor


def find_visitor(key: UUID) -> Visitor | None:
    """Return what is known of a visitor, however long ago he was heard of."""
    row = VisitorRow.objects.filter(key=key).first()
    return row.as_visitor() if row else None


def list_visitors(rules: Rules, *, at: datetime) -> list[Visitor]:
    """Return everybody who may hold a seat or a place, or tells of the pace."""
    since = at - max(rules.idle, rules.keep, rules.lately)
    rows = VisitorRow.objects.filter(seen_at__gte=since).values_list(
        "key", "number", "drew", "drawn_at", "seen_at", "admitted_at"
    )
    return [
        Visitor(
            key=key, number=number, drew=drew, drawn_at=drawn, seen_at=seen, admitted_at=admitted
        )
        for key, number, drew, drawn, seen, admitted in rows.order_by()
    ]


def count_places(number: int, rules: Rules, *, at: datetime) -> int:
    """Return the place of a number that was drawn just now."""
    waiting = VisitorRow.objects.filter(admitted_at=None, seen_at__gte=at - rules.keep)
    return waiting.filter(number__lt=number).count() + 1


def view_house(visitors: Sequence[Visitor], rules: Rules, *, at: datetime) -> HouseView:
    """Return the house as it stands."""
    inside = frozenset(one.key for one in visitors if line.is_inside(one, rules, at))
    waiting = {one.key: one.number for one in visitors if line.is_waiting(one, rules, at)}
    return HouseView(
        inside=inside,
        waiting=waiting,
        numbers=tuple(sorted(one.number for one in visitors if line.is_counted(one, rules, at))),
        is_wanted=any(line.is_present(one, rules, at) for one in visitors),
        free=max(rules.seats - len(inside), 0),
        pace=line.measure_pace(visitors, rules, at),
    )

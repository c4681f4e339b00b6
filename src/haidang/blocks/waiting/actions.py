"""Turns of the door, numbers drawn, visitors forgotten."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from haidang.blocks.waiting.models import VisitorRow
from haidang.blocks.waiting.queries import count_places, list_visitors, view_house
from haidang.blocks.waiting.types import Drawn, HouseView, Mark
from haidang.engines import waiting as line
from haidang.engines.waiting import Rules
from haidang.kernel.clock import now
from haidang.kernel.ids import new_id

FORGOTTEN_AFTER: Final = timedelta(hours=1)
_LOCK: Final = 0x5741_4954
"""One advisory lock for the line; its number spells WAIT."""
_KEEP_MARKS: Final = """
INSERT INTO waiting_visitorrow (key, drew, drawn_at, seen_at, admitted_at)
SELECT key, false, first_at, last_at, first_at
  FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[]) AS mark (key, first_at, last_at)
 ORDER BY key
ON CONFLICT (key) DO UPDATE
   SET seen_at = GREATEST(waiting_visitorrow.seen_at, EXCLUDED.seen_at)
"""


def turn_the_door(marks: Mapping[UUID, Mark], *, rules: Rules) -> HouseView:
    """Keep the signs of life, let in whose turn it is; return the house as it stands then.

    Any process may turn, at any time: the lock makes it one door. A mark of an unknown
    visitor is that of somebody who was waved in while there was room.
    """
    at = now()
    with transaction.atomic():
        _hold_the_line(alone=True)
        _keep(marks)
        visitors = list_visitors(rules, at=at)
        let_in = {one.number for one in line.admit(visitors, rules, at)}
        if let_in:
            VisitorRow.objects.filter(number__in=let_in).update(admitted_at=at)
    seen = [replace(one, admitted_at=at) if one.number in let_in else one for one in visitors]
    return view_house(seen, rules, at=at)


def draw_number(*, rules: Rules, is_wanted: bool) -> Drawn:
    """Give a newcomer the next number, or at once a seat where one is free and unwanted.

    Where the caller knows that somebody waits, the newcomer can only stand behind; then
    many draw at the same time. No number is given while others are let in.
    """
    at = now()
    with transaction.atomic():
        _hold_the_line(alone=not is_wanted)
        may_enter = not is_wanted and line.has_room(list_visitors(rules, at=at), rules, at)
        row = VisitorRow.objects.create(
            key=new_id(),
            drew=not may_enter,
            drawn_at=at,
            seen_at=at,
            admitted_at=at if may_enter else None,
        )
        place = 0 if may_enter else count_places(row.number, rules, at=at)
    return Drawn(visitor=row.as_visitor(), place=place)


def forget_visitors() -> int:
    """Delete whoever was not heard of for an hour; return how many."""
    return VisitorRow.objects.filter(seen_at__lt=now() - FORGOTTEN_AFTER).delete()[0]


def _hold_the_line(*, alone: bool) -> None:
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCK])


def _keep(marks: Mapping[UUID, Mark]) -> None:
    if not marks:
        return
    keys = list(marks)
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP_MARKS,
            [keys, [marks[key].first_at for key in keys], [marks[key].last_at for key in keys]],
        )

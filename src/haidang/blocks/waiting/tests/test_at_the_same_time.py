"""Many processes draw and turn at the same time; the line stays one."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
from django.db import connection

from haidang.blocks.waiting import public as waiting
from haidang.blocks.waiting.models import VisitorRow
from haidang.engines.waiting import Rules

RULES: Final = Rules(seats=25)
EACH: Final = 15


@pytest.mark.running_clock
@pytest.mark.django_db(transaction=True)
def test_seats_are_given_once_and_in_order_by_four_processes() -> None:
    with ThreadPoolExecutor(4) as processes:
        list(processes.map(_draw_and_turn, range(4)))

    rows = list(VisitorRow.objects.order_by("number"))
    let_in = [row.admitted_at is not None for row in rows]
    assert len(rows) == 4 * EACH
    assert let_in == [True] * RULES.seats + [False] * (len(rows) - RULES.seats)


def _draw_and_turn(_process: int) -> None:
    try:
        for _ in range(EACH):
            waiting.draw_number(rules=RULES, is_wanted=False)
            waiting.turn_the_door({}, rules=RULES)
    finally:
        connection.close()

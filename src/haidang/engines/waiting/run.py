"""The rules of the line, as functions of visitors and an instant."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import exp, sqrt
from typing import Final

from haidang.engines.waiting.model import Pace, Rules, Visitor, Wait

FEWEST_ADMISSIONS: Final = 5
"""A pace of fewer says nothing."""
_EIGHT_OF_TEN: Final = 1.2816
_REFRESH: Final = ((100, 10), (1_000, 20))
_REFRESH_FAR: Final = 30


def is_inside(visitor: Visitor, rules: Rules, now: datetime) -> bool:
    """Tell whether a visitor holds a seat."""
    if visitor.admitted_at is None:
        return False
    heard = max(visitor.seen_at, visitor.admitted_at)
    return now - heard <= (rules.idle if visitor.came_back else rules.first_look)


def is_waiting(visitor: Visitor, rules: Rules, now: datetime) -> bool:
    """Tell whether a visitor holds a place in the line."""
    return visitor.admitted_at is None and now <= kept_until(visitor, rules)


def is_present(visitor: Visitor, rules: Rules, now: datetime) -> bool:
    """Tell whether a waiting visitor would notice that it is his turn."""
    return is_waiting(visitor, rules, now) and now - visitor.seen_at <= rules.present


def kept_until(visitor: Visitor, rules: Rules) -> datetime:
    """Return until when a place is kept if nothing more is heard."""
    return visitor.seen_at + rules.keep


def is_counted(visitor: Visitor, rules: Rules, now: datetime) -> bool:
    """Tell whether a place counts for those behind: who never came back soon counts no more."""
    waits = is_waiting(visitor, rules, now)
    return waits and (visitor.came_back or is_present(visitor, rules, now))


def count_inside(visitors: Iterable[Visitor], rules: Rules, now: datetime) -> int:
    """Return how many seats are taken."""
    return sum(is_inside(visitor, rules, now) for visitor in visitors)


def has_room(visitors: Sequence[Visitor], rules: Rules, now: datetime) -> bool:
    """Tell whether a newcomer may go in at once: a seat is free and nobody present wants it."""
    if any(is_present(visitor, rules, now) for visitor in visitors):
        return False
    return count_inside(visitors, rules, now) < rules.seats


def admit(visitors: Sequence[Visitor], rules: Rules, now: datetime) -> list[Visitor]:
    """Return who is let in now, in the order of numbers."""
    free = max(rules.seats - count_inside(visitors, rules, now), 0)
    present = [visitor for visitor in visitors if is_present(visitor, rules, now)]
    return sorted(present, key=lambda visitor: visitor.number)[:free]


def place_of(numbers: Sequence[int], number: int) -> int:
    """Return the place of a number among the sorted numbers that wait; the first is 1."""
    return bisect_left(numbers, number) + 1


def refresh_seconds(place: int) -> int:
    """Return how soon a page should ask again: the nearer the turn, the sooner."""
    return next((seconds for bound, seconds in _REFRESH if place <= bound), _REFRESH_FAR)


def measure_pace(visitors: Iterable[Visitor], rules: Rules, now: datetime) -> Pace | None:
    """Return how fast the present line moves; None while too little was seen of it."""
    drawn = sorted((one for one in visitors if one.drew), key=lambda one: one.number)
    began = _beginning_of_the_line(drawn, now)
    if began is None:
        return None
    since = max(began, now - rules.lately)
    admissions = sum(one.admitted_at is not None and one.admitted_at >= since for one in drawn)
    if admissions < FEWEST_ADMISSIONS:
        return None
    return Pace(admissions=admissions, span=now - since)


def estimate_wait(place: int, pace: Pace | None) -> Wait | None:
    """Return between which bounds a place comes to its turn, from the measured pace.

    The bounds hold in about eight cases of ten when people leave independently of each
    other: the spread is that of the pace's own count and of the leavings still to come.
    """
    if pace is None or pace.span <= timedelta(0):
        return None
    middle = pace.span.total_seconds() * place / pace.admissions
    spread = exp(_EIGHT_OF_TEN * sqrt(1 / place + 1 / pace.admissions))
    return Wait(
        soonest=timedelta(seconds=middle / spread), latest=timedelta(seconds=middle * spread)
    )


def _beginning_of_the_line(drawn: Sequence[Visitor], now: datetime) -> datetime | None:
    """Return since when there has been a line without a break."""
    began: datetime | None = None
    busy_until: datetime | None = None
    for visitor in drawn:
        if busy_until is None or visitor.drawn_at > busy_until:
            began, busy_until = visitor.drawn_at, visitor.drawn_at
        busy_until = max(busy_until, visitor.admitted_at or min(visitor.seen_at, now))
    return began

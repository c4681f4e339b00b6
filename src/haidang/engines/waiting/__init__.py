"""A fair line before a full house: who is let in next, whose place is lost, how long it takes.

Words: a *visitor* is *inside* (holds one of so many *seats*) or *waiting* (holds a *number*);
he is *present* while he shows signs of life; the *place* is how many are before him, and he
himself; the *pace* is how many were let in lately; the *wait* is a range, or not known yet.

Invariants: never more inside than seats because of a letting-in; of those who are present,
the lower number goes first; a place is lost by silence alone. Whoever is away when his turn
comes is passed over and keeps his number.
"""

from haidang.engines.waiting.model import Pace, Rules, Visitor, Wait
from haidang.engines.waiting.run import (
    admit,
    count_inside,
    estimate_wait,
    has_room,
    is_counted,
    is_inside,
    is_present,
    is_waiting,
    kept_until,
    measure_pace,
    place_of,
    refresh_seconds,
)

__all__ = [
    "Pace",
    "Rules",
    "Visitor",
    "Wait",
    "admit",
    "count_inside",
    "estimate_wait",
    "has_room",
    "is_counted",
    "is_inside",
    "is_present",
    "is_waiting",
    "kept_until",
    "measure_pace",
    "place_of",
    "refresh_seconds",
]

"""What crosses the door of the waiting room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from haidang.engines.waiting import Pace, Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """When a visitor was first and last heard of since the last turn."""

    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseView:
    """The house as it stood at one turn."""

    inside: frozenset[UUID]
    waiting: Mapping[UUID, int]
    """The number of everybody who holds a place."""
    numbers: tuple[int, ...]
    """Those of them that count for the people behind, sorted."""
    is_wanted: bool
    """Whether somebody present waits for a seat."""
    free: int
    """Seats that nobody holds."""
    pace: Pace | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A newcomer with his number, and his place if he has to wait."""

    visitor: Visitor
    place: int

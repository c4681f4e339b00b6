"""The data of a line: rules, visitors, pace and wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a house is kept."""

    seats: int
    """How many may be inside at once."""
    idle: timedelta = timedelta(minutes=5)
    """After so long without a page a visitor is thought to have left."""
    keep: timedelta = timedelta(minutes=10)
    """So long a place is kept without a sign of life."""
    first_look: timedelta = timedelta(seconds=30)
    """Who never came back after the first page counts no longer than this."""
    present: timedelta = timedelta(seconds=35)
    """Who was heard of so lately is let in when his turn comes; it outlasts one refresh."""
    lately: timedelta = timedelta(minutes=5)
    """The pace is measured over this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody at the door: a number and instants, nothing that says who."""

    key: UUID
    number: int
    drew: bool
    """Whether he had to wait, or was waved in."""
    drawn_at: datetime
    seen_at: datetime
    admitted_at: datetime | None = None

    @property
    def came_back(self) -> bool:
        """Tell whether he was seen more than once; a program without cookies never is."""
        return self.seen_at > self.drawn_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """So many were let in out of the line within a span."""

    admissions: int
    span: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Between which bounds a wait will end, in about eight cases of ten."""

    soonest: timedelta
    latest: timedelta

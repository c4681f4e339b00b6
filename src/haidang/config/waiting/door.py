"""The door as one process of the web server knows it: marks, a view, and when to look again.

While there is room nothing is asked of the database but one turn every few seconds; only
near the bound, and beyond it, are seats and numbers given one by one under the lock.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from haidang.blocks.waiting import public as waiting
from haidang.config.waiting.ticket import Ticket
from haidang.engines import waiting as line
from haidang.engines.waiting import Rules, Wait
from haidang.kernel import clock
from haidang.kernel.ids import new_id

CALM_SECONDS: Final = 5.0
CROWDED_SECONDS: Final = 1.0
_MARGIN: Final = 10
"""Near the bound is: fewer than a tenth of the seats are free."""
_ON_THE_WAY: Final = timedelta(seconds=30)
"""So long a ticket is believed whose mark another process has not yet written down."""


class Standing(Enum):
    """How somebody stands at the door."""

    INSIDE = "inside"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the door says to a request."""

    standing: Standing
    ticket: Ticket
    is_new: bool = False
    """Whether the ticket must be handed over."""
    lost: bool = False
    """Whether an earlier place was lost by silence."""
    place: int = 0
    wait: Wait | None = None


@dataclass(slots=True)
class Door:
    """One process's part of the door."""

    rules: Rules
    _marks: dict[UUID, waiting.Mark] = field(default_factory=dict)
    _view: waiting.HouseView | None = None
    _look_again: float = 0.0
    _free: int = 0
    _turning: threading.Lock = field(default_factory=threading.Lock)

    def judge(self, ticket: Ticket | None) -> Verdict:
        """Say how the bearer of a ticket, or a newcomer, stands."""
        view = self.look()
        if ticket is None:
            return self._wave_in() if self._is_calm(view) else self._draw(view)
        if ticket.key in view.inside or self._is_on_the_way(ticket):
            return self._inside(ticket)
        if ticket.key in view.waiting:
            return self._waiting(ticket, view)
        return self._stranger(ticket, view)

    def wave_in(self, ticket: Ticket | None) -> Verdict:
        """Let somebody in who need not wait: he is at home already."""
        self.look()
        return self._inside(ticket) if ticket else self._wave_in()

    def knows(self, ticket: Ticket | None) -> bool:
        """Tell whether a ticket is that of somebody inside."""
        return ticket is not None and ticket.key in self.look().inside

    def is_full(self) -> bool:
        """Tell whether a newcomer would have to wait, as far as this process knows."""
        view = self.look()
        return view.is_wanted or view.free == 0

    def look(self) -> waiting.HouseView:
        """Return the house as it stood lately; turn the door when it is time.

        One thread turns; the others go on with what was known.
        """
        view = self._view
        if view is None:
            self._turning.acquire()
        elif time.monotonic() < self._look_again or not self._turning.acquire(blocking=False):
            return view
        try:
            if self._view is None or time.monotonic() >= self._look_again:
                return self.turn()
            return self._view
        finally:
            self._turning.release()

    def turn(self) -> waiting.HouseView:
        """Turn the door now: hand in the marks, see the house as it stands."""
        marks, self._marks = self._marks, {}
        view = waiting.turn_the_door(marks, rules=self.rules)
        self._view, self._free = view, view.free
        pause = CALM_SECONDS if self._is_calm(view) else CROWDED_SECONDS
        self._look_again = time.monotonic() + pause
        return view

    def _is_calm(self, view: waiting.HouseView) -> bool:
        return not view.is_wanted and self._free * _MARGIN > self.rules.seats

    def _is_on_the_way(self, ticket: Ticket) -> bool:
        return ticket.number == 0 and clock.now() - ticket.given_at <= _ON_THE_WAY

    def _wave_in(self) -> Verdict:
        self._free -= 1
        ticket = Ticket(key=new_id(), number=0, given_at=clock.now())
        self._mark(ticket.key)
        return Verdict(standing=Standing.INSIDE, ticket=ticket, is_new=True)

    def _inside(self, ticket: Ticket) -> Verdict:
        self._mark(ticket.key)
        return Verdict(standing=Standing.INSIDE, ticket=ticket)

    def _waiting(self, ticket: Ticket, view: waiting.HouseView) -> Verdict:
        self._mark(ticket.key)
        place = line.place_of(view.numbers, ticket.number)
        return Verdict(
            standing=Standing.WAITING,
            ticket=ticket,
            place=place,
            wait=line.estimate_wait(place, view.pace),
        )

    def _stranger(self, ticket: Ticket, view: waiting.HouseView) -> Verdict:
        """Ask the database about a ticket that the view does not hold."""
        if self._is_calm(view):
            return self._inside(ticket)
        found, at = waiting.find_visitor(ticket.key), clock.now()
        if found is not None and line.is_inside(found, self.rules, at):
            return self._inside(ticket)
        if found is not None and line.is_waiting(found, self.rules, at):
            return self._waiting(ticket, view)
        return self._draw(view, lost=found is not None and found.admitted_at is None)

    def _draw(self, view: waiting.HouseView, *, lost: bool = False) -> Verdict:
        drawn = waiting.draw_number(rules=self.rules, is_wanted=view.is_wanted)
        visitor = drawn.visitor
        ticket = Ticket(key=visitor.key, number=visitor.number, given_at=visitor.drawn_at)
        if visitor.admitted_at is not None:
            return Verdict(standing=Standing.INSIDE, ticket=ticket, is_new=True)
        return Verdict(
            standing=Standing.WAITING,
            ticket=ticket,
            is_new=True,
            lost=lost,
            place=drawn.place,
            wait=line.estimate_wait(drawn.place, view.pace),
        )

    def _mark(self, key: UUID) -> None:
        at = clock.now()
        known = self._marks.get(key)
        first = known.first_at if known else at
        self._marks[key] = waiting.Mark(first_at=first, last_at=at)


def kept_until(rules: Rules) -> datetime:
    """Return until when a place is kept that gave a sign of life just now."""
    return clock.now() + rules.keep

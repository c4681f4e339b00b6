"""What crosses the door of the queue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from haidang.kernel.events import Event

TicketId = NewType("TicketId", UUID)


class TicketKind(StrEnum):
    """What a person came for."""

    SUBMIT = "submit"
    COLLECT = "collect"
    ASK = "ask"


class TicketState(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketView:
    """A number of the day; ``ahead`` and ``wait`` only while it waits, ``wait`` if known."""

    id: TicketId
    agency: str
    label: str
    kind: TicketKind
    priority: bool
    state: TicketState
    drawn_at: datetime
    called_at: datetime | None
    window: int | None
    ahead: int
    wait: timedelta | None
    procedure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What a ticket carries to the counter: the procedure and the text of a card."""

    label: str
    procedure: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """A queue as officers and the waiting hall see it."""

    agency: str
    waiting: tuple[TicketView, ...]
    called: tuple[TicketView, ...]
    mine: TicketView | None
    pace: timedelta | None
    windows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDrawn(Event):
    """Somebody took a number."""

    code: ClassVar[str] = "queue.ticket_drawn"

    ticket_id: UUID
    agency: str
    day: date
    label: str
    kind: str
    priority: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCalled(Event):
    """An officer called a number to a window."""

    code: ClassVar[str] = "queue.ticket_called"

    ticket_id: UUID
    agency: str
    label: str
    window: int
    waited_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEnded(Event):
    """A number was served, or nobody came."""

    code: ClassVar[str] = "queue.ticket_ended"

    ticket_id: UUID
    agency: str
    label: str
    outcome: str
    served_seconds: int

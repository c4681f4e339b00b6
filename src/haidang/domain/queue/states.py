"""The life of a ticket."""

from collections.abc import Mapping
from typing import Final

from haidang.domain.queue.types import TicketKind, TicketState

TRANSITIONS: Final[Mapping[TicketState, frozenset[TicketState]]] = {
    TicketState.WAITING: frozenset({TicketState.CALLED}),
    TicketState.CALLED: frozenset({TicketState.CALLED, TicketState.SERVED, TicketState.ABSENT}),
    # Who was late is called once more, without a new number.
    TicketState.ABSENT: frozenset({TicketState.CALLED}),
    TicketState.SERVED: frozenset(),
}

LETTERS: Final[Mapping[TicketKind, str]] = {
    TicketKind.SUBMIT: "A",
    TicketKind.COLLECT: "B",
    TicketKind.ASK: "C",
}
PRIORITY_LETTER: Final = "U"

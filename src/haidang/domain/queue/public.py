"""The front door of the queue."""

from haidang.domain.queue.actions import (
    call_again,
    call_next,
    draw_ticket,
    end_ticket,
    forget_cards,
)
from haidang.domain.queue.errors import QueueError, TicketMoved, TicketUnknown
from haidang.domain.queue.policies import is_kiosk, kiosk_key
from haidang.domain.queue.queries import carried_by, get_ticket, see_board, see_queue
from haidang.domain.queue.types import (
    Carried,
    QueueView,
    TicketCalled,
    TicketDrawn,
    TicketEnded,
    TicketId,
    TicketKind,
    TicketState,
    TicketView,
)

__all__ = [
    "Carried",
    "QueueError",
    "QueueView",
    "TicketCalled",
    "TicketDrawn",
    "TicketEnded",
    "TicketId",
    "TicketKind",
    "TicketMoved",
    "TicketState",
    "TicketUnknown",
    "TicketView",
    "call_again",
    "call_next",
    "carried_by",
    "draw_ticket",
    "end_ticket",
    "forget_cards",
    "get_ticket",
    "is_kiosk",
    "kiosk_key",
    "see_board",
    "see_queue",
]

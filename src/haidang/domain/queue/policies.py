"""Who may run a queue."""

from typing import Final

from haidang.domain.queue.errors import TicketUnknown
from haidang.domain.queue.models import Ticket
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

SERVING_POSTS: Final = ("reception", "return", "guide")


def check_can_serve(agency: str, actor: Actor) -> None:
    """Let officers at the agency's counter call numbers."""
    if not any(actor.holds(post, agency=agency) for post in SERVING_POSTS):
        raise NotAllowed


def check_can_handle(ticket: Ticket, actor: Actor) -> None:
    """Let officers at the agency's counter handle its tickets; nobody else knows of them."""
    if not any(actor.holds(post, agency=ticket.agency) for post in SERVING_POSTS):
        raise TicketUnknown

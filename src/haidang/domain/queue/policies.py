"""Who may run a queue."""

from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

from haidang.domain.queue.errors import TicketUnknown
from haidang.domain.queue.models import Ticket
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

SERVING_POSTS: Final = ("reception", "return", "guide")


def check_can_serve(agency: str, actor: Actor) -> None:
    """Let officers at the agency's counter call numbers."""
    if not any(actor.holds(post, agency=agency) for post in SERVING_POSTS):
        raise NotAllowed


def kiosk_key(agency: str) -> str:
    """Return what an agency's kiosks are opened with, so that only they draw numbers."""
    return salted_hmac("haidang.queue.kiosk", agency, algorithm="sha256").hexdigest()[:20]


def is_kiosk(agency: str, key: str) -> bool:
    """Tell whether a key opens an agency's kiosk."""
    return constant_time_compare(kiosk_key(agency), key)


def check_can_handle(ticket: Ticket, actor: Actor) -> None:
    """Let officers at the agency's counter handle its tickets; nobody else knows of them."""
    if not any(actor.holds(post, agency=ticket.agency) for post in SERVING_POSTS):
        raise TicketUnknown

"""The ticket that a browser carries: a signed cookie, or a header of a program.

It holds a random key, a number and an instant; nothing that says who somebody is.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "cho"
HEADER: Final = "Waiting-Ticket"
_A_DAY: Final = 24 * 60 * 60
_SALT: Final = "haidang.waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What the platform gave to a visitor at the door; ``number`` 0 was waved in."""

    key: UUID
    number: int
    given_at: datetime


def read_ticket(request: HttpRequest) -> Ticket | None:
    """Return the ticket of a request; a forged one is none."""
    text = request.COOKIES.get(COOKIE) or request.headers.get(HEADER, "")
    if not text:
        return None
    try:
        key, number, given = Signer(salt=_SALT).unsign(text).split(".")
        return Ticket(
            key=UUID(hex=key), number=int(number), given_at=datetime.fromtimestamp(int(given), UTC)
        )
    except (BadSignature, ValueError):
        return None


def write_ticket(ticket: Ticket) -> str:
    """Return a ticket as text that only the platform can write."""
    plain = f"{ticket.key.hex}.{ticket.number}.{int(ticket.given_at.timestamp())}"
    return Signer(salt=_SALT).sign(plain)


def hand_over(ticket: Ticket, response: HttpResponse) -> HttpResponse:
    """Give a ticket to a browser; scripts of a page cannot read it."""
    response.set_cookie(
        COOKIE,
        write_ticket(ticket),
        max_age=_A_DAY,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response

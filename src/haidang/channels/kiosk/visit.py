"""One visitor at a kiosk: what the session knows, how long it lives, how it ends."""

import re
from typing import Final

from django.http import HttpRequest, HttpResponse

from haidang.kernel.clock import now

IDLE_SECONDS: Final = 90
"""After this long without a touch the screen wipes itself."""
_PLACE: Final = "kiosk_place"
_SEEN: Final = "kiosk_seen"
_CARD: Final = "kiosk_card"
_GRACE_SECONDS: Final = 30
_AUTOCOMPLETE: Final = re.compile(rb'\sautocomplete="[^"]*"')
_FORM: Final = re.compile(rb"<(form|input)\b")


def home_path(agency: str, key: str) -> str:
    """Return the first page of a kiosk."""
    return f"/kiosk/{agency}/{key}/"


def end_path(home: str) -> str:
    """Return the address that wipes a visit away."""
    return f"{home}ket-thuc/"


def begin(request: HttpRequest, *, home: str) -> None:
    """Note that this browser is a kiosk, wherever on the site the visitor goes."""
    request.session[_PLACE] = home
    touch(request)


def touch(request: HttpRequest) -> None:
    """Note that somebody is still there."""
    request.session[_SEEN] = now().timestamp()
    request.session.set_expiry(IDLE_SECONDS + _GRACE_SECONDS)


def home_of(request: HttpRequest) -> str:
    """Return the kiosk's first page, empty for every other browser."""
    return str(request.session.get(_PLACE, ""))


def is_over(request: HttpRequest) -> bool:
    """Tell whether the visitor left without a word."""
    seen = float(request.session.get(_SEEN, 0))
    return now().timestamp() - seen > IDLE_SECONDS + _GRACE_SECONDS


def keep_card(request: HttpRequest, text: str) -> None:
    """Keep the text of a card for this visit only."""
    request.session[_CARD] = text


def card_of(request: HttpRequest) -> str:
    """Return the text of the card of this visit, if one was read."""
    return str(request.session.get(_CARD, ""))


def forget(request: HttpRequest) -> None:
    """Forget the visitor: session, sign-in, everything that it held."""
    request.session.flush()


def leave_nothing(response: HttpResponse, *, home: str) -> HttpResponse:
    """Let a browser keep no copy, remember no input, and go to the end when nobody touches."""
    response.headers["Cache-Control"] = "no-store, max-age=0"
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return response
    response.headers.setdefault("Refresh", f"{IDLE_SECONDS};url={end_path(home)}")
    if not response.streaming:
        plain = _AUTOCOMPLETE.sub(b"", response.content)
        response.content = _FORM.sub(rb'<\1 autocomplete="off"', plain)
    return response


def wipe(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Tell the browser to throw away what it holds of this site."""
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    for name in request.COOKIES:
        response.delete_cookie(name)
    return response

"""Which addresses wait when the house is full; every other passes, whoever asks."""

from enum import Enum
from typing import Final

PLACE: Final = "/phong-cho/"
"""Where a waiting page asks how its place stands."""


class Door(Enum):
    """What stands before an address."""

    OPEN = "open"
    """Nobody waits: desks, kiosks, callbacks, tracking, proofs, statements, choices."""
    PAGE = "page"
    """A newcomer waits, on a page."""
    OWN = "own"
    """Who is signed in passes: drafts, cases and papers of one's own."""
    REST = "rest"
    """A program waits, and is told so as a problem."""
    PLACE = "place"
    """The place itself."""


_PAGES: Final = ("/tim-kiem", "/thu-tuc/", "/can-gi/", "/don-vi", "/dang-nhap")
_SIGN_IN: Final = "/tai-khoan/vneid/login/"
"""Only where it begins: who comes back from VNeID has been let in."""
_OWN: Final = ("/ho-so/", "/kho-giay-to/", "/toi/")
_REST: Final = ("/api/procedures", "/api/life-events")
_REST_SIGN_IN: Final = "/api/tokens/person/start"


def door_of(path: str) -> Door:
    """Return what stands before a path."""
    if path in {"/", _SIGN_IN} or path.startswith(_PAGES):
        return Door.PAGE
    if path.startswith(_OWN):
        return Door.OWN
    if path == _REST_SIGN_IN or path.startswith(_REST):
        return Door.REST
    return Door.PLACE if path == PLACE else Door.OPEN

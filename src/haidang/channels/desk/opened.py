"""Which drafts an officer opened in this session, so that a signature follows a look."""

from typing import Final

from django.http import HttpRequest

_KEY: Final = "desk_opened"
_MOST: Final = 200


def note_opened(request: HttpRequest, sha256: str) -> None:
    """Keep in mind that these very bytes were shown."""
    kept = [each for each in request.session.get(_KEY, []) if each != sha256]
    request.session[_KEY] = [*kept, sha256][-_MOST:]


def opened_drafts(request: HttpRequest) -> frozenset[str]:
    """Return the hashes of what was shown in this session."""
    return frozenset(request.session.get(_KEY, []))

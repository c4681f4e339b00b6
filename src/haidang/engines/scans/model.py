"""The words of scans."""

from dataclasses import dataclass
from typing import Final

SEPARATOR: Final = "HD-TACH"
"""What the QR code of a separator sheet begins with."""
MOST_PAGES: Final = 300


class ScanUnreadable(ValueError):
    """A file is no PDF or picture that can be taken apart; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLook:
    """What is on a page, counted from 1; ``separator`` is the sheet's text, if it is one."""

    number: int
    is_blank: bool = False
    separator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The pages of one document, first to last, without those that are blank or separators.

    ``key`` is the paper that the separator before it named, if it named one.
    """

    first: int
    last: int
    key: str = ""

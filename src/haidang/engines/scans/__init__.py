"""Scans: a stack of scanned pages becomes documents.

The words: a *stack* (all pages that went through the scanner, as one PDF), a *look* (what is
on a page: nothing, a separator, or something), a *separator* (a sheet with a QR code that the
platform printed, or a blank sheet), a *part* (the pages of one document).

Invariants: no page is lost: every page is in a part, or is blank, or is a separator; a
stack's pages keep their order; pictures are never stored smaller than they came.
"""

from haidang.engines.scans.model import (
    MOST_PAGES,
    SEPARATOR,
    PageLook,
    Part,
    ScanUnreadable,
)
from haidang.engines.scans.parts import propose_parts, separator_text
from haidang.engines.scans.pdf import (
    bind_files,
    count_pages,
    cut_pages,
    draw_thumbnail,
    look_at_pages,
)

__all__ = [
    "MOST_PAGES",
    "SEPARATOR",
    "PageLook",
    "Part",
    "ScanUnreadable",
    "bind_files",
    "count_pages",
    "cut_pages",
    "draw_thumbnail",
    "look_at_pages",
    "propose_parts",
    "separator_text",
]

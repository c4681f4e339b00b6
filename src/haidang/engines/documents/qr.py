"""QR codes as drawings that print sharply at any size."""

from functools import lru_cache
from itertools import groupby
from typing import Any, Final

import zxingcpp

_QUIET: Final = 2
"""Modules of white around a code."""


@lru_cache(maxsize=256)
def qr_svg(text: str) -> bytes:
    """Draw a text as a QR code (error correction M, quiet zone of two modules)."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = code.to_image(scale=1, add_quiet_zones=False)  # a buffer; the stubs do not say so
    rows: Any = memoryview(image).tolist()
    path = "".join(_line(row, place) for place, row in enumerate(rows))
    size = len(rows) + 2 * _QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path stroke="#000" d="{path}"/></svg>'
    ).encode()


def _line(row: list[int], place: int) -> str:
    """Return a row of modules as strokes through their middles; white is all but nought."""
    drawn = f"M{_QUIET} {place + _QUIET}.5"
    for is_white, run in groupby(row, key=bool):
        length = len(list(run))
        drawn += f"m{length} 0" if is_white else f"h{length}"
    return drawn

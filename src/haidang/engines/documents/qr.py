"""QR codes as drawings that print sharply at any size."""

import io
from functools import lru_cache

import segno


@lru_cache(maxsize=256)
def qr_svg(text: str) -> bytes:
    """Draw a text as a QR code (error correction M, quiet zone of two modules)."""
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawing, kind="svg", border=2, xmldecl=False, svgns=True, nl=False, omitsize=True
    )
    return drawing.getvalue()

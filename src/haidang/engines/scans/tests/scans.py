"""Pages as a scanner gives them, drawn for tests."""

import io

import segno
from PIL import Image, ImageDraw

A4_150 = (1240, 1754)


def text_page(words: str = "Giấy chứng sinh") -> Image.Image:
    """Return a page with lines of text-like strokes."""
    page = Image.new("L", A4_150, 250)
    pen = ImageDraw.Draw(page)
    for line in range(20):
        pen.text((120, 150 + 60 * line), f"{line} {words}".encode("ascii", "replace").decode())
        pen.rectangle((120, 175 + 60 * line, 700, 180 + 60 * line), fill=30)
    return page


def blank_page() -> Image.Image:
    """Return an empty sheet with the grey edge of a feeder."""
    page = Image.new("L", A4_150, 248)
    ImageDraw.Draw(page).rectangle((0, 0, 20, A4_150[1]), fill=90)
    return page


def sheet(text: str) -> Image.Image:
    """Return a page with a QR code in the middle."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=12, border=4)
    page = Image.new("L", A4_150, 255)
    with Image.open(io.BytesIO(drawn.getvalue())) as code:
        page.paste(code.convert("L"), (300, 300))
    return page


def as_pdf(*pages: Image.Image) -> bytes:
    """Return pages as the PDF of a scanner."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=150, save_all=True, append_images=pages[1:])
    return out.getvalue()


def as_jpeg(page: Image.Image) -> bytes:
    """Return a page as the picture of a camera."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=80)
    return out.getvalue()

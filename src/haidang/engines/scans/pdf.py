"""Bind, cut and look at scanned pages."""

import io
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from PIL import Image, ImageOps, ImageStat
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from haidang.engines.scans.model import MOST_PAGES, SEPARATOR, PageLook, ScanUnreadable

DPI: Final = 300.0
JPEG_QUALITY: Final = 82
_LOOK_WIDTH: Final = 1_700
_DARK: Final = 160
_BLANK_SHARE: Final = 0.0008
_FAULTS: Final = (PyPdfError, OSError, ValueError, KeyError, Image.DecompressionBombError)

ReadCodes = Callable[[Image.Image], Sequence[str]]
"""Gives the texts of the QR codes in a picture."""


def bind_files(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return PDF files and pictures, in their order, as one PDF.

    Each file is a name, for the error, and its content. Raises ScanUnreadable.
    """
    writer = PdfWriter()
    for name, content in files:
        try:
            own = content if content.startswith(b"%PDF-") else _from_picture(content)
            writer.append(io.BytesIO(own))
        except _FAULTS as fault:
            raise ScanUnreadable(name) from fault
    if not 0 < len(writer.pages) <= MOST_PAGES:
        raise ScanUnreadable(files[0][0] if files else "")
    return _written(writer)


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has; raises ScanUnreadable."""
    try:
        return len(_open(pdf).pages)
    except _FAULTS as fault:
        raise ScanUnreadable("PDF") from fault


def cut_pages(pdf: bytes, *, first: int, last: int, without: Collection[int] = ()) -> bytes:
    """Return some pages, counted from 1, as a PDF of their own."""
    reader, writer = _open(pdf), PdfWriter()
    for number in range(first, last + 1):
        if number not in without:
            writer.add_page(reader.pages[number - 1])
    return _written(writer)


def look_at_pages(pdf: bytes, *, read_codes: ReadCodes) -> tuple[PageLook, ...]:
    """Return what is on each page: nothing, a separator sheet, or something."""
    pages = enumerate(_open(pdf).pages, start=1)
    return tuple(_look(page, number=number, read_codes=read_codes) for number, page in pages)


def draw_thumbnail(pdf: bytes, *, page: int, width: int) -> bytes:
    """Return a small JPEG of a scanned page; empty when the page holds no picture."""
    picture = _picture_of(_open(pdf).pages[page - 1])
    if picture is None:
        return b""
    small = picture.convert("L")
    small.thumbnail((width, width * 2), Image.Resampling.BOX, reducing_gap=2.0)
    drawn = io.BytesIO()
    small.save(drawn, "JPEG", quality=70)
    return drawn.getvalue()


def _open(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _from_picture(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened)
        flat = upright if upright.mode in {"L", "RGB", "1"} else upright.convert("RGB")
        resolution = float(opened.info.get("dpi", (DPI, DPI))[0]) or DPI
        out = io.BytesIO()
        flat.save(out, "PDF", resolution=resolution, quality=JPEG_QUALITY)
    return out.getvalue()


def _look(page: PageObject, *, number: int, read_codes: ReadCodes) -> PageLook:
    picture = _picture_of(page)
    if picture is None:
        return PageLook(number=number, is_blank=not _says_something(page))
    grey = picture.convert("L")
    if grey.width > _LOOK_WIDTH:
        grey.thumbnail((_LOOK_WIDTH, _LOOK_WIDTH * 2), Image.Resampling.BOX, reducing_gap=2.0)
    codes = read_codes(grey)
    separator = next((text for text in codes if text.startswith(SEPARATOR)), "")
    return PageLook(
        number=number, is_blank=not codes and _is_empty(grey), separator=separator[:120]
    )


def _is_empty(grey: Image.Image) -> bool:
    """Tell whether hardly anything is dark, the edges (shadows of the feeder) left out."""
    across, down = grey.width // 20, grey.height // 20
    middle = grey.crop((across, down, grey.width - across, grey.height - down))
    dark = middle.point(lambda level: 255 if level < _DARK else 0)
    return ImageStat.Stat(dark).mean[0] / 255 < _BLANK_SHARE


def _says_something(page: PageObject) -> bool:
    contents = page.get_contents()
    return contents is not None and bool(contents.get_data().strip())


def _picture_of(page: PageObject) -> Image.Image | None:
    """Return the largest picture of a page, turned as the page is shown."""
    found = sorted(_pictures(page), key=lambda one: one.width * one.height)
    if not found:
        return None
    turned = found[-1]
    return turned.rotate(-page.rotation, expand=True) if page.rotation else turned


def _pictures(page: PageObject) -> Iterator[Image.Image]:
    try:
        for file in page.images:
            if file.image is not None:
                yield file.image
    except (*_FAULTS, NotImplementedError, ImportError):
        # A picture in a form that cannot be decoded here is kept, only not looked at.
        return

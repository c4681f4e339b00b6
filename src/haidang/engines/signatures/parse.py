"""Find where the fields of a document stand, and whether it is signed there already."""

import io
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from haidang.engines.signatures.model import FieldPlace, SigningFailed

MARK: Final = "#sign="
"""A template covers the place of a field with a link whose address ends in this and its name."""

_CORNER_WIDTH: Final = 190.0
_CORNER_HEIGHT: Final = 46.0
_CORNER_MARGIN: Final = 14.0


def open_pdf(pdf: bytes) -> PdfFileReader:
    """Return a reader of a PDF; other bytes raise SigningFailed."""
    try:
        return PdfFileReader(io.BytesIO(pdf), strict=False)
    except PdfError as error:
        raise SigningFailed("The bytes are not a PDF that can be read.") from error


def find_places(pdf: bytes) -> dict[str, FieldPlace]:
    """Return the places that the template marked, by field name; the last mark counts."""
    return places_in(open_pdf(pdf))


def places_in(reader: PdfFileReader) -> dict[str, FieldPlace]:
    """Return the places that the template marked in a document that is open."""
    places = {}
    for number in range(int(reader.root["/Pages"]["/Count"])):
        page = _page(reader, number)
        for reference in page.get("/Annots", ()):
            annotation = reference.get_object()
            address = annotation.get("/A", {}).get("/URI", "")
            text = address.decode("latin-1") if isinstance(address, bytes) else str(address)
            _, mark, field = text.partition(MARK)
            if mark:
                places[field] = FieldPlace(
                    field=field, page=number, box=_normalised(annotation["/Rect"])
                )
    return places


def corner_of(reader: PdfFileReader, field: str) -> FieldPlace:
    """Return the top right corner of the first page of a document that is open."""
    page = _page(reader, 0)
    media = page.get("/MediaBox") or page["/Parent"].get("/MediaBox", (0, 0, 595, 842))
    return corner_in(_normalised(media), field)


def corner_in(media: tuple[float, float, float, float], field: str) -> FieldPlace:
    """Return the top right corner of a page, where attachments are signed."""
    _, _, right, top = media
    right -= _CORNER_MARGIN
    top -= _CORNER_MARGIN
    box = (right - _CORNER_WIDTH, top - _CORNER_HEIGHT, right, top)
    return FieldPlace(field=field, page=0, box=box)


def _page(reader: PdfFileReader, number: int) -> generic.DictionaryObject:
    reference = reader.find_page_for_modification(number)[0]  # type: ignore[no-untyped-call]  # the library has no types here
    page = reference.get_object()
    if not isinstance(page, generic.DictionaryObject):
        raise SigningFailed("A page of the document is broken.")
    return page


def _normalised(numbers: "list[float] | tuple[float, ...]") -> tuple[float, float, float, float]:
    first_x, first_y, second_x, second_y = (float(number) for number in numbers)
    return (
        min(first_x, second_x),
        min(first_y, second_y),
        max(first_x, second_x),
        max(first_y, second_y),
    )

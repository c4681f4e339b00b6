"""Append a signature to a PDF of plain build: the objects that change, and nothing else."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from haidang.engines.signatures.cms import make_signature
from haidang.engines.signatures.model import Credential, FieldPlace, SigningFailed
from haidang.engines.signatures.parse import MARK, corner_in
from haidang.engines.signatures.plain import (
    PlainPdf,
    Unfamiliar,
    entries,
    items,
    reference,
    references,
    renumbered,
    written,
)
from haidang.engines.signatures.stamps.retime import show_time

RESERVED: Final = 16384
"""Hexadecimal digits kept free for the signature: chain and time stamp fit in half of it."""

_RANGE_ROOM: Final = 60
_EXTENSION: Final = b"<</ESIC <</Type /DeveloperExtensions /BaseVersion /1.7 /ExtensionLevel 1>>>>"
_NO_TEXT: Final = frozenset(b"()\\\r")


def find_mark(pdf: PlainPdf, field: str) -> FieldPlace | None:
    """Return the place that the template marked for a field; the last mark counts."""
    wanted = (MARK + field).encode()
    found = None
    for position, number in enumerate(pdf.pages):
        page = pdf.dictionary(number)
        for kept in items(pdf.resolve(page.get(b"Annots", b""))):
            annotation = entries(pdf.resolve(kept))
            address = pdf.resolve(annotation.get(b"A", b"<<>>"))
            if entries(address).get(b"URI", b"").endswith(wanted + b")"):
                found = FieldPlace(field=field, page=position, box=_box(annotation[b"Rect"]))
    return found


def corner_of(pdf: PlainPdf, field: str) -> FieldPlace:
    """Return the top right corner of the first page."""
    return corner_in(_box(pdf.dictionary(pdf.pages[0])[b"MediaBox"]), field)


def append_signature(
    pdf: PlainPdf,
    *,
    place: FieldPlace,
    credential: Credential,
    drawing: bytes,
    shown_at: str,
    name: str,
    reason: str,
    at: datetime,
) -> bytes:
    """Return the document with one more signature; raises Unfamiliar and SigningFailed.

    ``drawing`` shows ``ANY_TIME`` where ``shown_at`` is to stand.
    """
    first = pdf.size
    field, form, look, signature = first, first + 1, first + 2, first + 3
    page_number = pdf.pages[place.page]
    changed = _form(pdf, place.field, field=field, new_form=form)
    page = pdf.dictionary(page_number)
    annotations = [*items(pdf.resolve(page.get(b"Annots", b""))), b"%d 0 R" % field]
    page[b"Annots"] = b"[" + b" ".join(annotations) + b"]"
    drawn, objects = _drawing(drawing, first + 4, shown_at=shown_at)
    changed |= {
        page_number: written(page),
        field: _widget(place, page=page_number, look=look, signature=signature),
        look: _look(place, drawing=drawn, size=_size_of(drawing)),
        **objects,
    }
    body = _Body(pdf.data)
    for number in sorted(changed):
        body.add(number, changed[number])
    hole = body.add_signature(signature, _describe(name, reason=reason, at=at))
    whole = body.finish(pdf)
    return _fill(whole, hole=hole, credential=credential)


class _Body:
    """The revision that is appended, as it grows."""

    def __init__(self, before: bytes) -> None:
        # Later revisions begin on a line of their own.
        self._pieces = [before if before.endswith(b"\n") else before + b"\n"]
        self._at = len(self._pieces[0])
        self._places: dict[int, int] = {}

    def add(self, number: int, value: bytes) -> None:
        """Append an object."""
        self._places[number] = self._at
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, value))

    def add_signature(self, number: int, described: bytes) -> tuple[int, int, int]:
        """Append the signature with room for it; return where its room begins and ends."""
        self._places[number] = self._at
        self._put(b"%d 0 obj\n<</Type /Sig /Contents " % number)
        begin = self._at
        self._put(b"<" + b"0" * RESERVED + b">")
        end = self._at
        self._put(b" /ByteRange ")
        ranges = self._at
        self._put(b" " * _RANGE_ROOM + described + b">>\nendobj\n")
        return begin, end, ranges

    def finish(self, pdf: PlainPdf) -> bytearray:
        """Append the table of places; return the whole document."""
        table_at = self._at
        self._put(b"xref\n0 1\n0000000000 65535 f \n")
        for run in _runs(sorted(self._places)):
            self._put(b"%d %d\n" % (run[0], len(run)))
            self._put(b"".join(b"%010d 00000 n \n" % self._places[number] for number in run))
        trailer = {
            b"Size": b"%d" % (max(self._places) + 1),
            b"Root": pdf.trailer[b"Root"],
            **({b"Info": pdf.trailer[b"Info"]} if b"Info" in pdf.trailer else {}),
            b"ID": _identity(pdf),
            b"Prev": b"%d" % pdf.table_at,
        }
        self._put(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (written(trailer), table_at))
        return bytearray().join(self._pieces)

    def _put(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._at += len(piece)


def _fill(whole: bytearray, *, hole: tuple[int, int, int], credential: Credential) -> bytes:
    begin, end, ranges = hole
    covered = b"[0 %d %d %d]" % (begin, end, len(whole) - end)
    whole[ranges : ranges + len(covered)] = covered
    view = memoryview(whole)
    digest = hashlib.sha256(view[:begin])
    digest.update(view[end:])
    view.release()
    signature = make_signature(
        digest.digest(),
        certificates=credential.certificates,
        sign_bytes=credential.sign_bytes,
    )
    digits = signature.hex().upper().encode()
    if len(digits) > RESERVED:
        raise SigningFailed("The signature is larger than its room.")
    whole[begin + 1 : begin + 1 + len(digits)] = digits
    return bytes(whole)


def _form(pdf: PlainPdf, name: str, *, field: int, new_form: int) -> dict[int, bytes]:
    """Return the catalogue and form as they change: one more field, none twice."""
    catalogue = pdf.dictionary(pdf.root)
    kept = catalogue.get(b"AcroForm")
    own = b"%d 0 R" % field
    if kept is None:
        catalogue[b"AcroForm"] = b"%d 0 R" % new_form
        catalogue.setdefault(b"Extensions", _EXTENSION)
        fresh = written({b"Fields": b"[" + own + b"]", b"SigFlags": b"3"})
        return {pdf.root: written(catalogue), new_form: fresh}
    form = entries(pdf.resolve(kept))
    fields = items(form.get(b"Fields", b"[]"))
    for each in fields:
        found = pdf.dictionary(reference(each))
        if b"Kids" in found or b"T" not in found:
            raise Unfamiliar
        if found[b"T"] == _text(name):
            raise SigningFailed("The field is signed already.")
    form |= {b"Fields": b"[" + b" ".join((*fields, own)) + b"]", b"SigFlags": b"3"}
    return {reference(kept): written(form)}


def _widget(place: FieldPlace, *, page: int, look: int, signature: int) -> bytes:
    return (
        b"<</FT /Sig /T %s /Type /Annot /Subtype /Widget /F 132 /Rect [%d %d %d %d] "
        b"/P %d 0 R /AP <</N %d 0 R>> /V %d 0 R>>"
    ) % (_text(place.field), *_rounded(place), page, look, signature)


def _look(place: FieldPlace, *, drawing: int, size: tuple[float, float]) -> bytes:
    left, bottom, right, top = _rounded(place)
    width, height = right - left, top - bottom
    content = b"q %.6f 0 0 %.6f 0 0 cm /Drawing Do Q" % (width / size[0], height / size[1])
    return (
        b"<</Type /XObject /Subtype /Form /BBox [0 0 %d %d] "
        b"/Resources <</XObject <</Drawing %d 0 R>>>> /Length %d>>\nstream\n%s\nendstream"
    ) % (width, height, drawing, len(content), content)


def _describe(name: str, *, reason: str, at: datetime) -> bytes:
    offset = f"{at:%z}"
    instant = f"(D:{at:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}')".encode()
    said = b" /Reason " + _text(reason) if reason else b""
    return (b" /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M %s /Name %s%s") % (
        instant,
        _text(name),
        said,
    )


def _drawing(pdf: bytes, first: int, *, shown_at: str) -> tuple[int, Mapping[int, bytes]]:
    """Return the objects of a drawn stamp, numbered from a number on; the drawing is the first."""
    kept = _needs_of(pdf)
    numbers = {number: first + place for place, number in enumerate((0, *kept.objects))}
    stream = show_time(kept.stream, shown_at) if shown_at else kept.stream
    head = kept.head | {b"Length": b"%d" % len(stream), b"Filter": b"/FlateDecode"}
    return first, {
        first: renumbered(written(head), numbers) + _stream(stream),
        **{
            numbers[number]: renumbered(head, numbers) + tail
            for number, (head, tail) in kept.objects.items()
        },
    }


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page as a form to be drawn: its head, its stream, and what else it needs."""

    head: dict[bytes, bytes]
    stream: bytes
    objects: dict[int, tuple[bytes, bytes]]


@lru_cache(maxsize=256)
def _needs_of(pdf: bytes) -> _Drawn:
    read = PlainPdf(pdf)
    page = read.dictionary(read.pages[0])
    content = reference(page[b"Contents"])
    if read.dictionary(content).get(b"Filter") != b"/FlateDecode":
        raise Unfamiliar
    head = {
        b"Type": b"/XObject", b"Subtype": b"/Form", b"BBox": page[b"MediaBox"],
        b"Resources": page[b"Resources"],
    }  # fmt: skip
    objects: dict[int, tuple[bytes, bytes]] = {}
    waiting = references(page[b"Resources"])
    while waiting:
        one = waiting.pop()
        if one not in objects:
            value = read.value(one)
            is_stream = value.startswith(b"<<") and b"Length" in entries(value)
            objects[one] = (value, _stream(read.stream(one)) if is_stream else b"")
            waiting.extend(references(value))
    return _Drawn(head=head, stream=read.stream(content), objects=objects)


def _stream(content: bytes) -> bytes:
    return b"\nstream\n" + content + b"\nendstream"


@lru_cache(maxsize=256)
def _size_of(pdf: bytes) -> tuple[float, float]:
    read = PlainPdf(pdf)
    left, bottom, right, top = _box(read.dictionary(read.pages[0])[b"MediaBox"])
    return right - left, top - bottom


def _identity(pdf: PlainPdf) -> bytes:
    """Keep the first half; the second comes from the bytes: equal input, equal output."""
    halves = items(pdf.trailer.get(b"ID", b""))
    if not halves:
        raise Unfamiliar
    return b"[%s <%s>]" % (halves[0], hashlib.sha256(pdf.data).hexdigest()[:32].encode())


def _rounded(place: FieldPlace) -> tuple[int, int, int, int]:
    left, bottom, right, top = (round(number) for number in place.box)
    return left, bottom, right, top


def _box(array: bytes) -> tuple[float, float, float, float]:
    try:
        first_x, first_y, second_x, second_y = (float(number) for number in items(array))
    except ValueError as error:
        raise Unfamiliar from error
    return (
        min(first_x, second_x), min(first_y, second_y),
        max(first_x, second_x), max(first_y, second_y),
    )  # fmt: skip


def _text(text: str) -> bytes:
    if text.isascii() and not _NO_TEXT & set(text.encode()):
        return b"(" + text.encode() + b")"
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def _runs(numbers: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs

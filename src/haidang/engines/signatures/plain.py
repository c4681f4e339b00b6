"""Read and extend a PDF of plain build: whole objects, tables of places, no second thoughts.

What this platform's templates make is built so, and what it signs stays so. Whatever else a
PDF may be (streams of objects, encryption, damage) is not read here: Unfamiliar is raised, and
the caller takes the library that knows all of it and needs ten times as long.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_START: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_SECTION: Final = re.compile(rb"\s*(\d+) (\d+)\s*?\r?\n")
_OBJECT: Final = re.compile(rb"(\d+) (\d+) obj\s*")
_SPACE: Final = re.compile(rb"[\s\0]*")
_REFERENCE: Final = re.compile(rb"(\d+) 0 R\b")
_ATOM: Final = re.compile(rb"/[^\s\0()<>\[\]{}/%]*|\d+ \d+ R\b|[^\s\0()<>\[\]{}/%]+")
_ENTRY: Final = 20
_MOST_REVISIONS: Final = 64

Dictionary = dict[bytes, bytes]
"""The entries of a dictionary in order: names without the stroke, values as they are written."""


class Unfamiliar(Exception):
    """The document is not of plain build."""


@dataclass(frozen=True, slots=True)
class _Section:
    first: int
    count: int
    begins: int


class PlainPdf:
    """A document, read where it is asked for and nowhere else."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._sections: list[_Section] = []
        found = _START.search(data, max(0, len(data) - 64))
        if found is None:
            raise Unfamiliar
        self.table_at = int(found.group(1))
        self.trailer = self._read_table(self.table_at)
        before, turns = self.trailer.get(b"Prev"), 0
        while before is not None:
            turns += 1
            if turns > _MOST_REVISIONS:
                raise Unfamiliar
            before = self._read_table(_number(before)).get(b"Prev")
        if b"Encrypt" in self.trailer or b"XRefStm" in self.trailer:
            raise Unfamiliar

    @property
    def size(self) -> int:
        """Return the number that the next new object bears."""
        return _number(self.trailer[b"Size"])

    @cached_property
    def root(self) -> int:
        """Return the number of the catalogue."""
        return reference(self.trailer.get(b"Root", b""))

    @cached_property
    def pages(self) -> tuple[int, ...]:
        """Return the numbers of the pages, in order."""
        top = reference(self.dictionary(self.root).get(b"Pages", b""))
        return tuple(self._leaves(top, set()))

    def value(self, number: int) -> bytes:
        """Return an object as it is written, without its stream."""
        at = self._place_of(number)
        found = _OBJECT.match(self.data, at)
        if found is None or int(found.group(1)) != number:
            raise Unfamiliar
        return self.data[found.end() : _skip(self.data, found.end())]

    def dictionary(self, number: int) -> Dictionary:
        """Return the entries of an object that is a dictionary."""
        return entries(self.value(number))

    def resolve(self, value: bytes) -> bytes:
        """Return what a value refers to, or the value itself."""
        found = _REFERENCE.fullmatch(value)
        return self.value(int(found.group(1))) if found else value

    def stream(self, number: int) -> bytes:
        """Return the bytes of a stream as they are kept."""
        head = self.dictionary(number)
        length = head.get(b"Length", b"")
        found = _OBJECT.match(self.data, self._place_of(number))
        if found is None or not length.isdigit():
            raise Unfamiliar
        mark = re.compile(rb"\s*stream\r?\n").match(self.data, _skip(self.data, found.end()))
        if mark is None:
            raise Unfamiliar
        return self.data[mark.end() : mark.end() + int(length)]

    def _leaves(self, number: int, seen: set[int]) -> list[int]:
        if number in seen:
            raise Unfamiliar
        seen.add(number)
        node = self.dictionary(number)
        if node.get(b"Type") == b"/Page":
            return [number]
        if node.get(b"Type") != b"/Pages":
            raise Unfamiliar
        kids = [reference(kid) for kid in items(self.resolve(node.get(b"Kids", b"")))]
        return [leaf for kid in kids for leaf in self._leaves(kid, seen)]

    def _place_of(self, number: int) -> int:
        for section in self._sections:
            if section.first <= number < section.first + section.count:
                at = section.begins + (number - section.first) * _ENTRY
                entry = self.data[at : at + _ENTRY]
                if entry[17:18] != b"n" or not entry[:10].isdigit():
                    raise Unfamiliar
                return int(entry[:10])
        raise Unfamiliar

    def _read_table(self, at: int) -> Dictionary:
        data = self.data
        if data[at : at + 4] != b"xref":
            raise Unfamiliar
        at += 4
        while found := _SECTION.match(data, at):
            first, count = int(found.group(1)), int(found.group(2))
            self._sections.append(_Section(first, count, found.end()))
            at = found.end() + count * _ENTRY
        at = _blank(data, at)
        if data[at : at + 7] != b"trailer":
            raise Unfamiliar
        begin = _blank(data, at + 7)
        return entries(data[begin : _skip(data, begin)])


def entries(written: bytes) -> Dictionary:
    """Return the entries of a dictionary as it is written."""
    if not written.startswith(b"<<") or not written.endswith(b">>"):
        raise Unfamiliar
    parts = _parts(written, 2, len(written) - 2)
    if len(parts) % 2 or any(not name.startswith(b"/") for name in parts[::2]):
        raise Unfamiliar
    return {name[1:]: value for name, value in zip(parts[::2], parts[1::2], strict=True)}


def items(written: bytes) -> list[bytes]:
    """Return the items of an array as it is written; of nothing, nothing."""
    if not written:
        return []
    if not written.startswith(b"[") or not written.endswith(b"]"):
        raise Unfamiliar
    return _parts(written, 1, len(written) - 1)


def reference(value: bytes) -> int:
    """Return the number of the object that a value refers to."""
    found = _REFERENCE.fullmatch(value)
    if found is None:
        raise Unfamiliar
    return int(found.group(1))


def references(written: bytes) -> list[int]:
    """Return the numbers of all objects that a piece of a document refers to."""
    return [int(number) for number in _REFERENCE.findall(written)]


def renumbered(written: bytes, numbers: Mapping[int, int]) -> bytes:
    """Write a piece of a document with other numbers for its objects."""
    return _REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found.group(1))], written)


def written(dictionary: Mapping[bytes, bytes]) -> bytes:
    """Write a dictionary."""
    return b"<<" + b" ".join(b"/%s %s" % entry for entry in dictionary.items()) + b">>"


def _parts(data: bytes, at: int, end: int) -> list[bytes]:
    parts = []
    at = _blank(data, at)
    while at < end:
        after = _skip(data, at)
        parts.append(data[at:after])
        at = _blank(data, after)
    return parts


def _skip(data: bytes, at: int) -> int:
    """Return where the value that begins at a place ends."""
    head = data[at : at + 2]
    if head == b"<<":
        return _skip_many(data, at + 2, b">>")
    if head[:1] == b"[":
        return _skip_many(data, at + 1, b"]")
    if head[:1] == b"<":
        return _after(data, b">", at)
    if head[:1] == b"(":
        return _skip_text(data, at)
    found = _ATOM.match(data, at)
    if found is None:
        raise Unfamiliar
    return found.end()


def _skip_many(data: bytes, at: int, closing: bytes) -> int:
    at = _blank(data, at)
    while not data.startswith(closing, at):
        at = _blank(data, _skip(data, at))
    return at + len(closing)


def _skip_text(data: bytes, at: int) -> int:
    depth = 0
    for found in re.compile(rb"\\.|[()]", re.DOTALL).finditer(data, at):
        depth += {b"(": 1, b")": -1}.get(found.group(), 0)
        if not depth:
            return found.end()
    raise Unfamiliar


def _after(data: bytes, mark: bytes, at: int) -> int:
    found = data.find(mark, at)
    if found < 0:
        raise Unfamiliar
    return found + len(mark)


def _blank(data: bytes, at: int) -> int:
    found = _SPACE.match(data, at)
    return found.end() if found else at


def _number(value: bytes) -> int:
    if not value.isdigit():
        raise Unfamiliar
    return int(value)

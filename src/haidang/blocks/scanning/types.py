"""What crosses the door of scanning."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, NewType
from uuid import UUID

from haidang.engines.scans import PageLook, Part
from haidang.kernel.events import Event

StackId = NewType("StackId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class StackView:
    """A stack of scanned pages, and where it would be split."""

    id: StackId
    agency: str
    matter: str
    pages: tuple[PageLook, ...]
    parts: tuple[Part, ...]
    taken_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A PDF whose pictures got a layer of text that can be searched and copied."""

    pdf: bytes
    pages: int
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StackTaken(Event):
    """A stack of pages went through a scanner of the agency."""

    code: ClassVar[str] = "scanning.stack_taken"

    stack_id: UUID
    matter: str = field()
    agency: str
    pages: int
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StackDone(Event):
    """Every page of a stack found its place, or was left out knowingly."""

    code: ClassVar[str] = "scanning.stack_done"

    stack_id: UUID
    matter: str = field()
    pages_used: int
    pages_left_out: int
    at: datetime

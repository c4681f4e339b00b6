"""What crosses the door of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NewType
from uuid import UUID

from haidang.engines.packages import ProcedurePackage
from haidang.kernel.events import Event

RevisionId = NewType("RevisionId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A procedure as published; it never changes."""

    id: RevisionId
    code: str
    number: int
    content_hash: str
    published_at: datetime
    package: ProcedurePackage


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureSummary:
    """A procedure in a list."""

    code: str
    name: Mapping[str, str]
    field: Mapping[str, str]
    summary: Mapping[str, str]
    level: tuple[str, ...]
    audiences: tuple[str, ...]
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A procedure that a search found; the score falls from 1."""

    procedure: ProcedureSummary
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePublished(Event):
    """A procedure was published as a new revision."""

    code: ClassVar[str] = "catalog.procedure_published"
    procedure: str
    revision_id: UUID
    number: int
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPublished(Event):
    """A city's package was published as a new revision."""

    code: ClassVar[str] = "catalog.city_published"
    city: str
    number: int
    content_hash: str

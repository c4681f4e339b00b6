"""What crosses the door of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from haidang.engines.deadlines import DayMark
from haidang.engines.national import FieldChange, Flag, NationalRecord, Reading
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.errors import Problem
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
    is_online: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search is narrowed to; an empty text narrows nothing.

    ``audience`` and ``level`` are codes of packages, ``event`` a key of the life events,
    ``agency`` a kind of agency, ``field`` the Vietnamese name of a field.
    """

    audience: str = ""
    level: str = ""
    agency: str = ""
    field: str = ""
    event: str = ""
    online: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found; ``mended`` is the query put right, empty where it was right.

    ``next`` marks the next page of a list without words; it is empty on the last.
    """

    hits: tuple[SearchHit, ...]
    mended: str
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A procedure that is offered while a person types."""

    code: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a search may be narrowed to; ``events`` tells how many procedures each has."""

    audiences: tuple[str, ...]
    levels: tuple[str, ...]
    agencies: tuple[str, ...]
    fields: tuple[str, ...]
    events: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEventChoice:
    """Something that happens in a life, with how many procedures belong to it."""

    key: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    icon: str
    procedures: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChange:
    """Days that an officer adds to a city's calendar or takes out of it, and why."""

    add: tuple[DayMark, ...] = ()
    remove: tuple[date, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(Event):
    """A city's calendar was changed: from one revision to the next, by days, with the reason."""

    code: ClassVar[str] = "catalog.calendar_changed"
    city: str
    before: int
    after: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CityWords:
    """The words that a city says of itself; empty where it has not said anything."""

    short: str
    platform: Mapping[str, str]
    motto: Mapping[str, str]
    hotline: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CityWordsChanged(Event):
    """A city's own words were changed."""

    code: ClassVar[str] = "catalog.city_words_changed"
    city: str
    number: int
    short: str
    reason: str


class StagedState(StrEnum):
    """Where a record of the national catalogue stands on its way to a revision."""

    STAGED = "staged"
    PUBLISHED = "published"
    """Published with the safe reading; its open points wait for a steward."""
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    """Confirmed once, changed in the file since: to be confirmed again."""
    OWN = "own"
    """Somebody wrote the procedure's own package, which wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFault:
    """A line of a file that could not be read, with everything that is wrong."""

    line: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDifference:
    """What changed in a record since the last file."""

    code: str
    changes: tuple[FieldChange, ...]
    waits: bool
    """A steward had confirmed it, so the published revision stays until that is done again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What an import did, for people and machines."""

    records: int
    new: int
    changed: int
    unchanged: int
    gone: tuple[str, ...]
    own: tuple[str, ...]
    published: int
    levels: Mapping[str, int]
    channels: Mapping[str, int]
    traps: Mapping[str, int]
    clean: int
    differences: tuple[RecordDifference, ...]
    faults: tuple[ImportFault, ...]
    seconds: float

    @property
    def changed_nothing(self) -> bool:
        """Tell whether everything was known already."""
        return not (self.new or self.changed or self.published)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedSummary:
    """A staged record in a list."""

    code: str
    name: str
    field: str
    ministry: str
    levels: tuple[str, ...]
    state: StagedState
    traps: tuple[str, ...]
    needs_care: bool
    is_gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedPage:
    """A page of staged records in the order of codes; ``after`` begins the next one."""

    records: tuple[StagedSummary, ...]
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFilters:
    """Which staged records are wanted; what is empty does not narrow."""

    trap: str = ""
    ministry: str = ""
    level: str = ""
    state: str = ""
    query: str = ""
    clean_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedView:
    """One staged record with its source, its flags and both readings."""

    summary: StagedSummary
    record: NationalRecord
    previous: NationalRecord | None
    changes: tuple[FieldChange, ...]
    flags: tuple[Flag, ...]
    reading: Reading
    confirmed: Reading | None
    confirmed_name: str
    confirmed_at: datetime | None
    line: int
    snapshot_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedCounts:
    """How many staged records stand where, and how many fell into each trap."""

    states: Mapping[str, int]
    traps: Mapping[str, int]
    ministries: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogImported(Event):
    """A file of the national catalogue was read into staging, and what was sure published.

    ``digest`` binds the code and content hash of every revision that it published.
    """

    code: ClassVar[str] = "catalog.imported"
    batch_id: UUID
    file_name: str
    file_hash: str
    records: int
    new: int
    changed: int
    faults: int
    published: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConfirmed(Event):
    """A steward confirmed what a record of the national catalogue means."""

    code: ClassVar[str] = "catalog.record_confirmed"
    procedure: str
    record_hash: str
    traps: tuple[str, ...]
    revision: int

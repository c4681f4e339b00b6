"""Views and events of a case that goes to other places: agencies, parts, notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from haidang.kernel.events import JSON, Event

ConsultationReply = Literal["agree", "disagree", "other"]
NoteKind = Literal["note", "opinion"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """For whom a representative applies by a paper mandate; only what the paper says."""

    personal_id: str
    full_name: str
    relation: str
    born_on: date | None = None
    phone: str = ""
    address: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Who decides a case, where it is handed in unless chosen otherwise, and the choice."""

    competent: str
    usual: str
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """What an officer wrote for colleagues; a party never sees it."""

    id: UUID
    kind: str
    text: str
    officer: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationView:
    """A question to another agency; ``answer`` is empty while nothing came.

    ``answer`` is agree, disagree, other, ``silence`` (agreement by silence) or ``lapsed``
    (the case ended first).
    """

    id: UUID
    case_number: str
    procedure_name: Mapping[str, str]
    number: str
    asking_agency: str
    asked_agency: str
    question: str
    asked_at: datetime
    asked_by: str
    due_at: datetime
    silence_agrees: bool
    stops_clock: bool
    answer: str
    answer_text: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferView:
    """A case handed to another agency."""

    from_agency: str
    to_agency: str
    reason: str
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One part of a form for several procedures; ``number`` is empty while it waits to open."""

    key: str
    number: str
    procedure: str
    name: Mapping[str, str]
    agency: str
    status: str
    status_name: Mapping[str, str]
    due_at: datetime | None
    finished_at: datetime | None
    closing_reason: str
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTransferred(Event):
    """A case was handed to another agency that is competent for it."""

    code: ClassVar[str] = "case.transferred"
    case_number: str
    from_agency: str
    to_agency: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationRequested(Event):
    """Another agency was asked for its opinion, with a clock of its own."""

    code: ClassVar[str] = "case.consultation_requested"
    case_number: str
    number: str
    asking_agency: str
    asked_agency: str
    due_at: datetime
    silence_agrees: bool
    stops_clock: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationAnswered(Event):
    """The other agency answered, or its silence became agreement, or the case ended first."""

    code: ClassVar[str] = "case.consultation_answered"
    case_number: str
    number: str
    asked_agency: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationReminded(Event):
    """The other agency was reminded that its answer is due."""

    code: ClassVar[str] = "case.consultation_reminded"
    case_number: str
    number: str
    asked_agency: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Event):
    """An officer wrote for colleagues; the text stays in the note, not here."""

    code: ClassVar[str] = "case.note_written"
    case_number: str
    note_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRevoked(Event):
    """The person represented ended the paper mandate of a case."""

    code: ClassVar[str] = "case.mandate_revoked"
    case_key: str
    representative: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAsked(Event):
    """A party asked to have the result by post."""

    code: ClassVar[str] = "case.delivery_asked"
    case_number: str
    address: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOpened(Event):
    """A part of a form for several procedures became a case of its own."""

    code: ClassVar[str] = "case.part_opened"
    case_number: str
    part: str
    part_number: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEnded(Event):
    """A part came to its end: a result, or none for a reason."""

    code: ClassVar[str] = "case.part_ended"
    case_number: str
    part: str
    part_number: str
    status: str
    reason: str

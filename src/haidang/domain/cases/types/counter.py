"""What happens at a counter, and what is known of papers that became files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from haidang.domain.cases.types.views import CaseId
from haidang.kernel.events import Event

PaperKept = Literal["copy", "shown", "kept"]
"""A copy was handed in; the original was shown and given back; the original stays here."""

TextState = Literal["waiting", "done", "unavailable", "failed"]
"""Whether the pages of a file got words that can be searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterDraft:
    """A case that an officer is taking down at the counter."""

    id: CaseId
    procedure: str
    procedure_name: Mapping[str, str]
    applicant_name: str
    started_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAtCounter:
    """A case taken in at the counter: its number, when it is due, how long it took."""

    number: str
    due_at: datetime | None
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterDraftStarted(Event):
    """An officer began to take down what a person who is present asks for."""

    code: ClassVar[str] = "case.counter_started"
    case_key: str
    draft_id: UUID
    procedure: str
    agency: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTakenAtCounter(Event):
    """A person handed papers in at the counter and got a receipt, ``seconds`` after the start."""

    code: ClassVar[str] = "case.taken_at_counter"
    case_number: str
    agency: str
    files: int
    seconds: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDigitised(Event):
    """A scanned paper was made searchable and signed by the unit that digitised it."""

    code: ClassVar[str] = "case.paper_digitised"
    case_key: str
    key: str
    pages: int
    characters: int
    sha256: str
    signed_by: str

"""What happens to a case: facts in the past tense; the first field is the subject."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from haidang.kernel.events import Event
from haidang.kernel.money import Money

StopCause = Literal["", "applicant", "agency", "unanswered", "refused", "process"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftForgotten(Event):
    """A draft that nobody handed in or touched for long was deleted, its files shredded."""

    code: ClassVar[str] = "case.draft_forgotten"
    draft_id: UUID
    procedure: str
    files: int
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStarted(Event):
    """A person began to fill in a form."""

    code: ClassVar[str] = "case.draft_started"
    draft_id: UUID
    procedure: str
    revision_id: UUID
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdded(Event):
    """A file or a register's record was added."""

    code: ClassVar[str] = "case.evidence_added"
    case_key: str
    key: str
    source: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRemoved(Event):
    """A file was taken away again."""

    code: ClassVar[str] = "case.evidence_removed"
    case_key: str
    key: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFetched(Event):
    """A register's data were laid into the form; ``differing`` answers were left as typed."""

    code: ClassVar[str] = "case.data_fetched"
    case_key: str
    service: str
    filled: tuple[str, ...]
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSubmitted(Event):
    """A person handed in a case."""

    code: ClassVar[str] = "case.submitted"
    case_number: str
    draft_id: UUID
    procedure: str
    revision_id: UUID
    receiving_agency: str
    competent_agency: str
    fee: Money
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAccepted(Event):
    """The case was found complete and taken in; the clock runs."""

    code: ClassVar[str] = "case.accepted"
    case_number: str
    at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRejected(Event):
    """The case was not taken in."""

    code: ClassVar[str] = "case.rejected"
    case_number: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequested(Event):
    """Everything that is missing was named, once."""

    code: ClassVar[str] = "case.supplement_requested"
    case_number: str
    items: tuple[str, ...]
    reason: str
    due_on: date | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementAnswered(Event):
    """The person completed the case."""

    code: ClassVar[str] = "case.supplement_answered"
    case_number: str
    due_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Event):
    """The case moved along an edge of the legal table."""

    code: ClassVar[str] = "case.status_changed"
    case_number: str
    before: str
    after: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FinanceChanged(Event):
    """The money of the case moved."""

    code: ClassVar[str] = "case.finance_changed"
    case_number: str
    before: str
    after: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCompleted(Event):
    """An officer took a step of the process."""

    code: ClassVar[str] = "case.step_completed"
    case_number: str
    step: str
    name: str
    action: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIssued(Event):
    """A document was made for the case."""

    code: ClassVar[str] = "case.document_issued"
    case_number: str
    kind: str
    number: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigned(Event):
    """A signature was put under a document."""

    code: ClassVar[str] = "case.document_signed"
    case_number: str
    kind: str
    signer: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDeposited(Event):
    """The result lies in the person's vault."""

    code: ClassVar[str] = "case.result_deposited"
    case_number: str
    verification_code: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWithdrawn(Event):
    """The person took the case back; ``papers`` are those on paper to be given back."""

    code: ClassVar[str] = "case.withdrawn"
    case_number: str
    reason: str
    at: datetime
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStopped(Event):
    """The case ended without a decision, or was refused; ``cause`` says by whose act."""

    code: ClassVar[str] = "case.stopped"
    case_number: str
    reason: str
    at: datetime
    cause: StopCause = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRated(Event):
    """The person said how it went, from 1 to 5."""

    code: ClassVar[str] = "case.rated"
    case_number: str
    stars: int
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDueChanged(Event):
    """A change of the city's working calendar moved the date by which the result is owed."""

    code: ClassVar[str] = "case.due_changed"
    case_number: str
    before: datetime
    after: datetime
    calendar: str
    reason: str
    at: datetime

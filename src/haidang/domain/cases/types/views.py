"""What crosses the door of the cases: views and values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NewType
from uuid import UUID

from haidang.kernel.errors import Problem
from haidang.kernel.events import JSON
from haidang.kernel.money import Money

CaseId = NewType("CaseId", UUID)
Channel = Literal["online", "counter", "post"]
StepState = Literal["done", "now", "to_come"]
DocumentKind = Literal[
    "mau_01",
    "mau_02",
    "mau_03",
    "mau_04",
    "mau_05",
    "phieu_kiem_soat",
    "bien_lai",
    "draft",
    "result",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementItem:
    """One thing that is missing or wrong, and the clause that asks for it.

    ``field`` is a field's name or JSON Pointer, or ``/evidence/<key>``; ``place`` is what the
    platform makes of it when the request is written.
    """

    text: str
    field: str = ""
    clause: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """A file or a record of a register that proves something."""

    id: UUID
    key: str
    source: str
    name: str
    sha256: str
    size: int
    media_type: str
    added_at: datetime
    content: Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementView:
    """A request to complete the case, with all its items."""

    number: str
    requested_at: datetime
    officer: str
    reason: str
    items: tuple[SupplementItem, ...]
    due_on: date | None
    answered_at: datetime | None
    ordinal: int = 1
    head: str = ""
    head_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document made for the case."""

    id: UUID
    kind: str
    number: str
    title: Mapping[str, str]
    made_at: datetime
    sha256: str
    size: int
    signatures: int
    verification_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeView:
    """One line of what is owed."""

    key: str
    name: Mapping[str, str]
    kind: str
    amount: Money
    quantity: int
    reason: Mapping[str, str]
    legal_basis: str
    is_refundable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """When the result is owed, and why then."""

    due_at: datetime | None
    reasons: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A draft as it would be handed in now: every problem, the fees and the estimate."""

    problems: tuple[Problem, ...]
    fees: tuple[FeeView, ...]
    total: Money
    unknown_fees: tuple[str, ...]
    estimate: DueView

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing stands in the way of submission."""
        return not any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """A case in a list."""

    id: CaseId
    number: str
    procedure: str
    procedure_name: Mapping[str, str]
    applicant_name: str
    status: str
    status_name: Mapping[str, str]
    finance: str
    submitted_at: datetime | None
    due_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case with everything on one screen, for somebody who may see it."""

    id: CaseId
    number: str
    city: str
    procedure: str
    procedure_name: Mapping[str, str]
    revision_id: UUID
    revision: int
    channel: str
    status: str
    status_name: Mapping[str, str]
    business: str
    finance: str
    delivery: str
    sync: str
    applicant_id: UUID | None
    applicant: Mapping[str, JSON]
    representative: Mapping[str, JSON]
    receiving_agency: str
    competent_agency: str
    return_agency: str
    organization_id: UUID | None
    parent_number: str
    answers: Mapping[str, JSON]
    facts: Mapping[str, JSON]
    evidence: tuple[EvidenceView, ...]
    supplements: tuple[SupplementView, ...]
    documents: tuple[DocumentView, ...]
    fees: tuple[FeeView, ...]
    total: Money
    created_at: datetime
    submitted_at: datetime | None
    accepted_at: datetime | None
    due: DueView
    finished_at: datetime | None
    returned_at: datetime | None
    closing_reason: str
    rating: int | None
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedData:
    """What a register's data filled in, and the answers that say something else than it."""

    service: str
    filled: Mapping[str, JSON]
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChange:
    """The due instant of an open case before and after a change of the calendar."""

    case_id: UUID
    number: str
    procedure_name: Mapping[str, str]
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChanges:
    """What a change of the calendar does to open cases; ``is_cut``: not all were looked at."""

    looked_at: int
    later: int
    earlier: int
    examples: tuple[DueChange, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastView:
    """How long cases like this take; without ``basis`` too few ended in the window to tell.

    Durations are working time. ``was_told``: fixed at acceptance, then with instants; ``is_past``:
    the case takes longer than nine of ten others.
    """

    count: int
    needed: int
    window_days: int
    basis: Literal["unit", "city"] | None = None
    p50: timedelta | None = None
    p90: timedelta | None = None
    lines: tuple[Mapping[str, str], ...] = ()
    note: Mapping[str, str]
    likely_at: datetime | None = None
    late_at: datetime | None = None
    was_told: bool = False
    is_past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What everybody may know who has the case number: nothing personal."""

    number: str
    status: str
    status_name: Mapping[str, str]
    submitted_on: date | None
    due_on: date | None
    steps: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One thing that happened to the case."""

    at: datetime
    code: str
    facts: Mapping[str, JSON]
    actor_kind: str
    actor_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStep:
    """One step of the case's process (B1, B2 …) and where it stands; in working hours."""

    number: str
    key: str
    name: str
    kind: str
    post: str
    hours: float | None
    state: StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One page of a list; ``after`` asks for the next, empty at the end."""

    cases: tuple[CaseSummary, ...]
    after: str

"""Answers about cases, drafts, tasks and payments."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from haidang.channels.rest.schemas.values import Dong, Facts, Fault, Text


class EvidenceOut(Schema):
    """A file or a record of a register that proves something; compare the hash with yours."""

    id: UUID
    key: str
    source: str
    name: str
    sha256: str
    size: int
    media_type: str
    added_at: datetime


class FeeOut(Schema):
    """One line of what is owed."""

    key: str
    name: Text
    kind: str
    amount: Dong
    quantity: int
    reason: Text
    legal_basis: str


class DueOut(Schema):
    """When the result is owed, and why then."""

    due_at: datetime | None
    reasons: list[Text]


class SavedOut(Schema):
    """The answers were kept, right or wrong; every fault is told."""

    id: UUID
    complete: bool
    problems: list[Fault]


class FetchedOut(Schema):
    """The answers that a register's data filled in, and those that say something else than it."""

    id: UUID
    service: str
    filled: Facts
    differing: list[str]


class ReviewOut(Schema):
    """A draft as it would be handed in now."""

    complete: bool
    problems: list[Fault]
    fees: list[FeeOut]
    total: Dong
    unknown_fees: list[str]
    estimate: DueOut


class SubmittedOut(Schema):
    """The case was handed in; the number is how everybody speaks of it."""

    id: UUID
    number: str
    status: str
    submitted_at: datetime | None
    total: Dong


class ItemOut(Schema):
    """One thing that a supplement asks for."""

    text: str
    field: str
    clause: str


class SupplementOut(Schema):
    """A request to complete the case."""

    number: str
    requested_at: datetime
    officer: str
    reason: str
    items: list[ItemOut]
    due_on: date | None
    answered_at: datetime | None


class DocumentOut(Schema):
    """A document made for the case."""

    id: UUID
    kind: str
    number: str
    title: Text
    made_at: datetime
    sha256: str
    size: int
    signatures: int
    verification_code: str


class CaseRow(Schema):
    """A case in a list."""

    id: UUID
    number: str
    procedure: str
    procedure_name: Text
    applicant_name: str
    status: str
    status_name: Text
    finance: str
    submitted_at: datetime | None
    due_at: datetime | None
    changed_at: datetime


class CasePageOut(Schema):
    """One page of cases; send ``after`` back for the next, empty at the end."""

    cases: list[CaseRow]
    after: str


class TaskOut(Schema):
    """A step that waits for an officer."""

    id: UUID
    subject: str
    key: str
    name: str
    agency: str
    post: str
    actions: list[str]
    opened_at: datetime
    due_at: datetime | None
    officer_id: UUID | None
    officer_name: str
    closed_at: datetime | None
    outcome: str
    label: Facts


class TaskPageOut(Schema):
    """One page of tasks, the most urgent first."""

    tasks: list[TaskOut]
    after: str


class CaseOut(Schema):
    """A case with everything that its parties and the officers in charge may see."""

    id: UUID
    number: str
    city: str
    procedure: str
    procedure_name: Text
    revision: int
    channel: str
    status: str
    status_name: Text
    business: str
    finance: str
    delivery: str
    sync: str
    applicant: Facts
    representative: Facts
    receiving_agency: str
    competent_agency: str
    answers: Facts
    evidence: list[EvidenceOut]
    supplements: list[SupplementOut]
    documents: list[DocumentOut]
    fees: list[FeeOut]
    total: Dong
    created_at: datetime
    submitted_at: datetime | None
    accepted_at: datetime | None
    due: DueOut
    finished_at: datetime | None
    returned_at: datetime | None
    closing_reason: str
    rating: int | None


class CaseAnswer(Schema):
    """A case, what the caller may do with it now, and, for officers, its open tasks."""

    case: CaseOut
    abilities: dict[str, bool]
    tasks: list[TaskOut]


class DraftOut(Schema):
    """A draft was begun."""

    id: UUID
    case: CaseOut


class TimelineRow(Schema):
    """One thing that happened."""

    at: datetime
    code: str
    facts: Facts
    actor_kind: str
    actor_name: str


class LineOut(Schema):
    """One sum of an order: a charge (phí) or a duty (lệ phí)."""

    key: str
    name: str
    kind: str
    amount: Dong


class ReceiptOut(Schema):
    """An electronic receipt."""

    form: str
    symbol: str
    number: str
    full_number: str
    payer_name: str
    amount: Dong
    amount_in_words: str
    issued_at: datetime
    transaction_id: str


class OrderOut(Schema):
    """A sum that was asked for: how to pay it, and the receipt once it is paid."""

    id: UUID
    status: str
    payer_name: str
    lines: list[LineOut]
    amount: Dong
    provider: str
    reference: str
    qr_payload: str
    pay_link: str
    opened_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    transaction_id: str
    receipt_number: str
    refunded: Dong
    receipt: ReceiptOut | None = None


class OutcomeOut(Schema):
    """What became of a bank's notice."""

    outcome: str

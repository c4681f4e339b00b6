"""Answers for everybody: health, procedures, tracking, verification, tokens, oneself."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from haidang.channels.rest.schemas.values import Facts, Fault, Text


class HealthOut(Schema):
    """The platform answers and reaches its database."""

    status: str
    city: str
    sample: bool
    at: datetime


class LiveOut(Schema):
    """The process answers."""

    status: str


class ReadyOut(Schema):
    """The process has what it needs before it is given visitors."""

    status: str


class HitOut(Schema):
    """A procedure that a search found; the name is in the language of the request."""

    code: str
    name: str
    score: float
    field: str
    summary: str


class FiltersIn(Schema):
    """What a search is narrowed to; an empty text narrows nothing."""

    audience: str = Field("", max_length=40)
    level: str = Field("", max_length=20)
    agency: str = Field("", max_length=60)
    field: str = Field("", max_length=200)
    event: str = Field("", max_length=40)
    online: bool = False


class SuggestionOut(Schema):
    """A procedure offered while a person types; the name is in the language of the request."""

    code: str
    name: str


class LifeEventOut(Schema):
    """Something that happens in a life, and how many procedures belong to it."""

    key: str
    title: Text
    procedures: int


class ChannelOut(Schema):
    """A way to hand the case in, and how long the law gives."""

    channel: str
    time_limit: Facts
    note: Text


class EvidenceRuleOut(Schema):
    """A paper of the file, and which register's data stand in for it."""

    key: str
    name: Text
    original: int
    copies: int
    required: str
    media: list[str]
    max_mb: int
    case: Text
    replaced_by: Facts | None


class ResultOut(Schema):
    """What the person receives."""

    code: str
    name: Text
    to_vault: bool
    validity_days: int | None


class BasisOut(Schema):
    """A document of law."""

    number: str
    title: Text
    articles: str
    valid_from: date | None
    valid_until: date | None


class OpenPointOut(Schema):
    """What no officer has confirmed yet, and the safe reading that is used meanwhile."""

    code: str
    text: Text
    reading: Text


class ProcedureOut(Schema):
    """A procedure with all its parts (NĐ 63/2010/NĐ-CP, Article 8(2))."""

    code: str
    revision: int
    published_at: datetime
    name: Text
    field: Text
    level: list[str]
    audiences: list[str]
    agency_kind: str
    keywords: dict[str, list[str]]
    summary: Text
    steps: dict[str, list[str]]
    conditions: Text
    channels: list[ChannelOut]
    evidence: list[EvidenceRuleOut]
    fees: object
    results: list[ResultOut]
    legal_basis: list[BasisOut]
    decision: Facts
    supplement: Facts
    quality: str
    source_url: str
    taken_on: date | None
    is_confirmed: bool
    told_fees: list[str]
    open_points: list[OpenPointOut]


class FormOut(Schema):
    """The form: JSON Schema 2020-12 of the clean answers, and its pages as published."""

    procedure: str
    revision: int
    answers_schema: Facts = Field(serialization_alias="schema")
    title: Text
    pages: list[Facts]


class StepOut(Schema):
    """A stage of the way, reached or not."""

    key: str
    done: bool


class ProgressOut(Schema):
    """What everybody may know who has the number: nothing personal."""

    number: str
    status: str
    status_name: Text
    submitted_on: date | None
    due_on: date | None
    steps: list[StepOut]


class SignatureOut(Schema):
    """What one signature proves."""

    field: str
    who: str
    role: str
    organization: str
    serial: str
    signed_at: datetime | None
    timestamped_at: datetime | None
    intact: bool
    trusted: bool
    valid: bool
    covers_whole_document: bool


class ReportOut(Schema):
    """Every signature of a document and every reason not to believe it."""

    valid: bool
    signatures: list[SignatureOut]
    problems: list[Fault]


class VerifiedOut(Schema):
    """A result that the platform issued: that it is genuine, not what it says of whom."""

    title: Text
    number: str
    agency: str
    issued_at: datetime
    sha256: str
    report: ReportOut


class TokenOut(Schema):
    """A bearer token, shown this once."""

    token: str
    token_type: str = "Bearer"  # noqa: S105 - the name of a scheme
    expires_at: datetime
    scopes: list[str]


class SignInStartOut(Schema):
    """Where to send the person, and what to keep until the code comes back."""

    url: str
    state: str
    nonce: str
    code_verifier: str
    redirect_uri: str


class DutyOut(Schema):
    """A post held at an agency."""

    agency: str
    post: str


class MandateOut(Schema):
    """A mandate in force: who acts for whom, in which matters."""

    representative_id: UUID
    representative_name: str
    principal_id: UUID
    principal_name: str
    scopes: list[str]
    from_at: datetime
    until_at: datetime | None


class MeOut(Schema):
    """Who the token speaks for."""

    kind: str
    id: str
    name: str
    person_id: UUID | None
    assurance: int
    duties: list[DutyOut]
    scopes: list[str]
    mandates: list[MandateOut]


class AccessOut(Schema):
    """One read of one's data by somebody else."""

    at: datetime
    actor_kind: str
    actor_name: str
    agencies: list[str]
    purpose: str
    subject: str


class NoticeOut(Schema):
    """Something that was sent."""

    id: UUID
    subject: str
    template: str
    title: str
    body: str
    status: str
    channel: str
    created_at: datetime
    sent_at: datetime | None


class FileOut(Schema):
    """The bytes behind a document."""

    name: str
    media_type: str
    size: int
    sha256: str


class VaultDocumentOut(Schema):
    """A document in one's own keeping."""

    id: UUID
    title_vi: str
    title_en: str
    kind: str
    number: str
    case_number: str
    issued_at: datetime
    issued_by: str
    valid_until: date | None
    verification_code: str
    revoked_at: datetime | None
    revoked_reason: str
    file: FileOut

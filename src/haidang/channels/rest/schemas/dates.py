"""Bodies and answers about what is wrong, the dates of a case and the office's books."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from haidang.channels.rest.schemas.bodies import ItemIn, Long, Short
from haidang.channels.rest.schemas.cases import CaseRow
from haidang.channels.rest.schemas.values import Body, Text

Reason = Annotated[str, StringConstraints(min_length=1, max_length=5_000)]


class StopIn(Body):
    """Why the case is stopped; the agency has to say so."""

    reason: Long = ""


class ExtensionIn(Body):
    """The one later date, and why."""

    new_due_on: date
    reason: Reason


class SecondSupplementIn(Body):
    """Something new that is missing, and why the head lets the person be asked again."""

    items: Annotated[list[ItemIn], Field(min_length=1, max_length=50)]
    reason: Long = ""
    head_reason: Reason


class FindingIn(Body):
    """What an officer found wrong, at a field (JSON Pointer) or ``/evidence/<key>``."""

    path: Short = ""
    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    clause: Short = ""


class DeficiencyOut(Schema):
    """One thing that is missing or wrong, where it stands, and the clause that asks for it."""

    path: str
    text: Text
    clause: str
    source: str
    since: datetime
    finding: str


class AppointmentOut(Schema):
    """Hẹn lần 1 or hẹn lần 2."""

    key: str
    name: Text
    due_at: datetime | None
    met_at: datetime | None


class ExtensionOut(Schema):
    """The one later date, with its apology."""

    number: str
    reason: str
    old_due_at: datetime
    new_due_at: datetime
    head: str
    granted_at: datetime


class TimingOut(Schema):
    """The dates of a case; the wait for the applicant in seconds."""

    due_at: datetime | None
    appointments: list[AppointmentOut]
    extension: ExtensionOut | None
    forward_by: datetime | None
    waited_seconds: int
    waiting_since: datetime | None
    supplement_requests: int
    outcome: str


class ControlRowOut(Schema):
    """One hand-over."""

    giver: str
    receiver: str
    at: datetime
    outcome: str
    note: str


class ControlSheetOut(Schema):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ."""

    number: str
    case_number: str
    solving_agency: str
    cooperating: list[str]
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    outcome: str
    rows: list[ControlRowOut]


class RegisterRowOut(Schema):
    """One line of Sổ theo dõi hồ sơ."""

    number: int
    case_number: str
    procedure: Text
    applicant: str
    contact: str
    agency: str
    accepted_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    method: str
    outcome: str
    is_late_without_apology: bool


class RegisterOut(Schema):
    """One page of Sổ theo dõi; ``after`` asks for the next."""

    rows: list[RegisterRowOut]
    after: str


class DueSoonOut(Schema):
    """An open case near its due date; ``extend_until`` is the last day for Mẫu 04."""

    case: CaseRow
    due_at: datetime
    extend_until: date
    is_extended: bool
    light: str
    reminded: str


class FindingOut(Schema):
    """What was written down."""

    id: UUID

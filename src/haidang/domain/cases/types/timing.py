"""What crosses the door about the clock of a case and its papers: values and events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from haidang.domain.cases.types.views import CaseSummary
from haidang.engines.deadlines import Light, Outcome
from haidang.kernel.events import Event

DeficiencySource = Literal["form", "evidence", "officer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deficiency:
    """One thing that is missing or wrong, where it stands, and the clause that asks for it.

    ``path`` is a JSON Pointer into the answers, or ``/evidence/<key>``; ``since`` is when it
    could first be seen. ``finding`` is the id of an officer's own finding, else empty.
    """

    path: str
    text: Mapping[str, str]
    clause: str
    source: DeficiencySource
    since: datetime
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentView:
    """Hẹn lần 1 or hẹn lần 2; ``due_at`` is None while it has not started."""

    key: str
    name: Mapping[str, str]
    due_at: datetime | None
    met_at: datetime | None
    reasons: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionView:
    """The one later date, with the apology (Mẫu 04)."""

    number: str
    reason: str
    old_due_at: datetime
    new_due_at: datetime
    head: str
    granted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The dates of a case; ``outcome`` is none while it is open.

    ``waited_seconds`` is the time that the case waited for its applicant until now;
    ``forward_by`` is set only for what reception holds back until the next working day.
    """

    due_at: datetime | None
    appointments: tuple[AppointmentView, ...]
    extension: ExtensionView | None
    forward_by: datetime | None
    waited_seconds: int
    waiting_since: datetime | None
    supplement_requests: int
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSoon:
    """An open case near its due date; ``extend_until`` is the last day for Mẫu 04."""

    case: CaseSummary
    due_at: datetime
    extend_until: date
    is_extended: bool
    light: Light
    reminded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow:
    """One hand-over: who gave, who received, when, and how that stood to its hour."""

    giver: str
    receiver: str
    at: datetime
    outcome: Outcome
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSheet:
    """Phiếu kiểm soát quá trình giải quyết hồ sơ, made of the audit trail."""

    number: str
    case_number: str
    solving_agency: str
    cooperating: tuple[str, ...]
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    outcome: Outcome
    rows: tuple[ControlRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line of Sổ theo dõi hồ sơ; ``outcome`` is none while the case is open."""

    number: int
    case_number: str
    procedure: Mapping[str, str]
    applicant: str
    contact: str
    agency: str
    accepted_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    method: str
    outcome: Outcome
    is_late_without_apology: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """One page of Sổ theo dõi; ``after`` asks for the next, empty at the end."""

    rows: tuple[RegisterRow, ...]
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecorded(Event):
    """An officer found something wrong at a field or a paper."""

    code: ClassVar[str] = "case.finding_recorded"
    case_number: str
    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingWithdrawn(Event):
    """An officer took a finding back."""

    code: ClassVar[str] = "case.finding_withdrawn"
    case_number: str
    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementBlocked(Event):
    """Somebody tried to ask again for what may be asked once only; nothing was sent."""

    code: ClassVar[str] = "case.supplement_blocked"
    case_number: str
    reason: str
    items: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondSupplementGranted(Event):
    """A head let the person be asked a second time, for something new, and said why."""

    code: ClassVar[str] = "case.second_supplement_granted"
    case_number: str
    head: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseExtended(Event):
    """A head apologized and gave the case its one later date."""

    code: ClassVar[str] = "case.extended"
    case_number: str
    reason: str
    before: datetime
    after: datetime
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDateReminded(Event):
    """The officer, then the head, was reminded before the last day for Mẫu 04."""

    code: ClassVar[str] = "case.due_date_reminded"
    case_number: str
    reminded: str
    due_at: datetime
    extend_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentMet(Event):
    """One of two appointments was kept."""

    code: ClassVar[str] = "case.appointment_met"
    case_number: str
    key: str
    due_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentStarted(Event):
    """The second appointment began to run: the obligation was met."""

    code: ClassVar[str] = "case.appointment_started"
    case_number: str
    key: str
    due_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForwarded(Event):
    """Reception handed the case on to the officers who decide it."""

    code: ClassVar[str] = "case.forwarded"
    case_number: str
    forward_by: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRead(Event):
    """An officer took the book of a period home, as PDF or CSV."""

    code: ClassVar[str] = "case.register_read"
    agency: str
    field: str
    since: date
    until: date
    lines: int

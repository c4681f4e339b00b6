"""What is wrong with a case, once; its dates; how it ends; the office's books."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.decorators import decorate_view
from ninja.responses import Status

from haidang.channels.rest.idempotency import once_per_key
from haidang.channels.rest.limits import CaseKey, Limit, Mark, Words
from haidang.channels.rest.presenting import case_answer, file_answer, pdf_answer
from haidang.channels.rest.schemas.cases import CaseAnswer, DocumentOut
from haidang.channels.rest.schemas.dates import (
    ControlSheetOut,
    DeficiencyOut,
    DueSoonOut,
    ExtensionIn,
    FindingIn,
    FindingOut,
    RegisterOut,
    SecondSupplementIn,
    StopIn,
    TimingOut,
)
from haidang.channels.rest.security import actor_of, anybody_with, officers_with
from haidang.channels.rest.views.verbs import number_of, supplement_items
from haidang.domain.cases import public as cases
from haidang.kernel.actors import Actor

router = Router(auth=anybody_with("cases:read"))
WRITERS = anybody_with("cases:write")
READERS = officers_with("tasks:read")
OFFICERS = officers_with("tasks:write")


@router.get("/cases/{key}/deficiencies", response=list[DeficiencyOut])
def deficiencies(request: HttpRequest, key: CaseKey) -> list[DeficiencyOut]:
    """List everything that is wrong with a case now, each with its clause and its place."""
    found = cases.list_deficiencies(key, actor=actor_of(request))
    return [DeficiencyOut.from_orm(one) for one in found]


@router.post("/cases/{key}/findings", response={201: FindingOut}, auth=OFFICERS)
@decorate_view(once_per_key)
def find(request: HttpRequest, key: CaseKey, body: FindingIn) -> Status[FindingOut]:
    """Write down what an officer found wrong; it stands in the list of deficiencies."""
    actor = actor_of(request)
    made = cases.record_finding(
        number_of(key, actor), path=body.path, text=body.text, clause=body.clause, actor=actor
    )
    return Status(201, FindingOut(id=made))


@router.delete("/cases/{key}/findings/{uuid:finding_id}", response={204: None}, auth=OFFICERS)
def take_back(request: HttpRequest, key: CaseKey, finding_id: UUID) -> Status[None]:
    """Take a finding back before it is asked for."""
    actor = actor_of(request)
    cases.withdraw_finding(number_of(key, actor), finding_id=finding_id, actor=actor)
    return Status(204, None)


@router.post("/cases/{key}/second-supplement", response=CaseAnswer, auth=OFFICERS)
@decorate_view(once_per_key)
def ask_again(request: HttpRequest, key: CaseKey, body: SecondSupplementIn) -> CaseAnswer:
    """Ask a second time, for something new; only a head may, with a reason."""
    actor = actor_of(request)
    number = number_of(key, actor)
    cases.request_second_supplement(
        number,
        items=supplement_items(body.items),
        reason=body.reason,
        head_reason=body.head_reason,
        actor=actor,
    )
    return _after(number, actor)


@router.post("/cases/{key}/stop", response=CaseAnswer, auth=WRITERS)
@decorate_view(once_per_key)
def stop(request: HttpRequest, key: CaseKey, body: StopIn) -> CaseAnswer:
    """Stop a case before a decision: a party asks for it, or a head of the agency decides it."""
    actor = actor_of(request)
    number = number_of(key, actor)
    cases.stop_case(number, reason=body.reason, actor=actor)
    return _after(number, actor)


@router.post("/cases/{key}/extend", response=CaseAnswer, auth=OFFICERS)
@decorate_view(once_per_key)
def extend(request: HttpRequest, key: CaseKey, body: ExtensionIn) -> CaseAnswer:
    """Give the case its one later date, with an apology signed by the head."""
    actor = actor_of(request)
    number = number_of(key, actor)
    cases.extend_case(number, new_due_on=body.new_due_on, reason=body.reason, actor=actor)
    return _after(number, actor)


@router.post("/cases/{key}/forward", response=CaseAnswer, auth=OFFICERS)
@decorate_view(once_per_key)
def forward(request: HttpRequest, key: CaseKey) -> CaseAnswer:
    """Hand on now what was accepted after the cut-off."""
    actor = actor_of(request)
    number = number_of(key, actor)
    cases.forward_case(number, actor=actor)
    return _after(number, actor)


@router.post(
    "/cases/{key}/appointments/{slug:appointment}/meet", response=CaseAnswer, auth=OFFICERS
)
@decorate_view(once_per_key)
def meet(
    request: HttpRequest, key: CaseKey, appointment: Literal["first", "second"]
) -> CaseAnswer:
    """Note that an appointment was kept, where the process has no step for it."""
    actor = actor_of(request)
    number = number_of(key, actor)
    cases.meet_appointment(number, key=appointment, actor=actor)
    return _after(number, actor)


@router.get("/cases/{key}/timing", response=TimingOut)
def timing(request: HttpRequest, key: CaseKey) -> TimingOut:
    """Return appointments, extension, forwarding and the time waited for the applicant."""
    return TimingOut.from_orm(cases.timing(key, actor=actor_of(request)))


@router.get("/cases/{key}/control-sheet", response=ControlSheetOut, auth=READERS)
def control_sheet(request: HttpRequest, key: CaseKey) -> ControlSheetOut:
    """Return Phiếu kiểm soát, made of the audit trail."""
    return ControlSheetOut.from_orm(cases.read_control_sheet(key, actor=actor_of(request)))


@router.post("/cases/{key}/control-sheet", response={201: DocumentOut}, auth=OFFICERS)
@decorate_view(once_per_key)
def issue_control_sheet(request: HttpRequest, key: CaseKey) -> Status[DocumentOut]:
    """Issue Phiếu kiểm soát as it stands now, numbered and sealed."""
    made = cases.issue_control_sheet(key, actor=actor_of(request))
    return Status(201, DocumentOut.from_orm(made))


@router.get("/due-soon", response=list[DueSoonOut], auth=READERS)
def due_soon(request: HttpRequest) -> list[DueSoonOut]:
    """List the officer's cases that come near their due date, with the last day for Mẫu 04."""
    return [DueSoonOut.from_orm(one) for one in cases.list_due_soon(actor=actor_of(request))]


@router.get("/register", response=RegisterOut, auth=READERS)
def register(
    request: HttpRequest,
    agency: Words,
    since: date,
    until: date,
    *,
    field: Words = "",
    after: Mark = "",
    limit: Limit = 50,
) -> RegisterOut:
    """Return a page of Sổ theo dõi hồ sơ: what an agency took in, by field and period."""
    page = cases.list_register(
        agency=agency, field=field, since=since, until=until, after=after, limit=limit,
        actor=actor_of(request),
    )  # fmt: skip
    return RegisterOut.from_orm(page)


@router.get("/register/file", auth=READERS)
def register_file(
    request: HttpRequest,
    agency: Words,
    since: date,
    until: date,
    *,
    field: Words = "",
    form: Annotated[str, Query(pattern="^(pdf|csv)$")] = "pdf",
) -> HttpResponse:
    """Return Sổ theo dõi hồ sơ of a period as PDF (A4 landscape) or CSV."""
    actor = actor_of(request)
    name = f"so-theo-doi-{since:%Y%m%d}-{until:%Y%m%d}.{form}"
    if form == "csv":
        raw = cases.register_csv(agency=agency, field=field, since=since, until=until, actor=actor)
        return file_answer(name, raw, media_type="text/csv; charset=utf-8")
    raw = cases.register_pdf(agency=agency, field=field, since=since, until=until, actor=actor)
    return pdf_answer(name, raw)


def _after(number: str, actor: Actor) -> CaseAnswer:
    return case_answer(cases.get_case(number, actor=actor), actor=actor)

"""One's cases: list them, begin one, fill it in, prove it, look it over, hand it in.

Reads that share an address with a write stand here too, since one router holds an address.
"""

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.decorators import decorate_view
from ninja.files import UploadedFile
from ninja.responses import Status
from pydantic import StringConstraints

from haidang.channels.rest.idempotency import once_per_key
from haidang.channels.rest.limits import Limit, Mark, read_mark, write_mark
from haidang.channels.rest.presenting import file_answer
from haidang.channels.rest.problems import fault_of
from haidang.channels.rest.schemas.bodies import AnswersIn, DraftIn, FetchIn
from haidang.channels.rest.schemas.cases import (
    CaseOut,
    CasePageOut,
    CaseRow,
    DraftOut,
    DueOut,
    EvidenceOut,
    FeeOut,
    FetchedOut,
    ReviewOut,
    SavedOut,
    SubmittedOut,
)
from haidang.channels.rest.schemas.values import Fault
from haidang.channels.rest.security import actor_of, anybody_with
from haidang.domain.cases import public as cases
from haidang.kernel.errors import Severity

router = Router(auth=anybody_with("cases:write"))
EvidenceKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]


@router.post("/cases", response={201: DraftOut})
@decorate_view(once_per_key)
def start(request: HttpRequest, body: DraftIn) -> Status[DraftOut]:
    """Begin a draft, filled in with what the platform knows of the applicant."""
    actor = actor_of(request)
    case_id = cases.start_draft(
        procedure=body.procedure,
        unit=body.unit,
        city=settings.HAIDANG_CITY,
        channel=body.channel,
        applicant_id=body.applicant_id,
        organization_id=body.organization_id,
        principal=_principal(body),
        receiving=body.receiving,
        return_agency=body.return_agency,
        actor=actor,
    )
    case = cases.get_case(case_id, actor=actor)
    return Status(201, DraftOut(id=case_id, case=CaseOut.from_orm(case)))


def _principal(body: DraftIn) -> cases.Principal | None:
    told = body.principal
    if told is None:
        return None
    return cases.Principal(
        personal_id=told.personal_id,
        full_name=told.full_name,
        relation=told.relation,
        born_on=told.born_on,
    )


@router.get("/cases", response=CasePageOut, auth=anybody_with("cases:read"))
def list_mine(request: HttpRequest, after: Mark = "", limit: Limit = 20) -> CasePageOut:
    """List one's own cases and those of the persons represented, the last changed first."""
    page = cases.list_my_cases(actor=actor_of(request), after=read_mark(after), limit=limit)
    rows = [CaseRow.from_orm(row) for row in page.cases]
    return CasePageOut(cases=rows, after=write_mark(page.after))


@router.put("/cases/{uuid:case_id}/answers", response=SavedOut)
def save(request: HttpRequest, case_id: UUID, body: AnswersIn) -> SavedOut:
    """Keep answers, right or wrong, and tell everything that is wrong with them."""
    checked = cases.save_answers(
        case_id, answers=body.answers, page=body.page, actor=actor_of(request)
    )
    faults = [Fault.model_validate(fault_of(problem)) for problem in checked.problems]
    is_complete = all(problem.severity is not Severity.ERROR for problem in checked.problems)
    return SavedOut(id=case_id, complete=is_complete, problems=faults)


@router.post("/cases/{uuid:case_id}/fetch", response=FetchedOut)
def fetch(request: HttpRequest, case_id: UUID, body: FetchIn) -> FetchedOut:
    """Ask a register and fill in what is not answered yet; what was typed stays.

    A repetition asks anew and fills in what is still empty.
    """
    fetched = cases.fetch_data(case_id, service=body.service, actor=actor_of(request))
    return FetchedOut(
        id=case_id,
        service=fetched.service,
        filled=dict(fetched.filled),
        differing=list(fetched.differing),
    )


@router.post("/cases/{uuid:case_id}/evidence", response={201: EvidenceOut})
@decorate_view(once_per_key)
def attach(
    request: HttpRequest, case_id: UUID, key: Form[EvidenceKey], file: File[UploadedFile]
) -> Status[EvidenceOut]:
    """Add a file; the answer shows its hash, to be compared with one's own."""
    actor = actor_of(request)
    evidence_id = cases.attach_evidence(
        case_id, key=key, name=file.name or key, content=file.read(), actor=actor
    )
    case = cases.get_case(case_id, actor=actor)
    added = next(item for item in case.evidence if item.id == evidence_id)
    return Status(201, EvidenceOut.from_orm(added))


@router.delete("/cases/{uuid:case_id}/evidence/{uuid:evidence_id}", response={204: None})
def detach(request: HttpRequest, case_id: UUID, evidence_id: UUID) -> Status[None]:
    """Take a file away again; its trace stays."""
    cases.remove_evidence(case_id, evidence_id=evidence_id, actor=actor_of(request))
    return Status(204, None)


@router.get("/cases/{uuid:case_id}/evidence/{uuid:evidence_id}", auth=anybody_with("cases:read"))
def evidence(request: HttpRequest, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Return an evidence file."""
    _name, media_type, content = cases.read_evidence(
        case_id, evidence_id=evidence_id, actor=actor_of(request)
    )
    return file_answer(str(evidence_id), content, media_type=media_type)


@router.get("/cases/{uuid:case_id}/review", response=ReviewOut, auth=anybody_with("cases:read"))
def review(request: HttpRequest, case_id: UUID) -> ReviewOut:
    """Tell everything that is wrong, what is owed and the estimated date."""
    found = cases.review_case(case_id, actor=actor_of(request))
    return ReviewOut(
        complete=found.is_complete,
        problems=[Fault.model_validate(fault_of(problem)) for problem in found.problems],
        fees=[FeeOut.from_orm(line) for line in found.fees],
        total=found.total.dong,
        unknown_fees=list(found.unknown_fees),
        estimate=DueOut.from_orm(found.estimate),
    )


@router.post("/cases/{uuid:case_id}/submit", response=SubmittedOut)
@decorate_view(once_per_key)
def submit(request: HttpRequest, case_id: UUID) -> SubmittedOut:
    """Hand a draft in; a repetition by a party returns the number that it has."""
    actor = actor_of(request)
    before = cases.get_case(case_id, actor=actor)
    if not before.number or actor.is_officer:
        cases.submit_case(case_id, actor=actor)
    case = cases.get_case(case_id, actor=actor)
    return SubmittedOut(
        id=case.id,
        number=case.number,
        status=case.status,
        submitted_at=case.submitted_at,
        total=case.total.dong,
    )

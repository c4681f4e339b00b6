"""Read cases: lists, one with everything, its timeline, its documents."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from haidang.channels.rest.limits import CaseKey, Limit, Mark, read_mark, write_mark
from haidang.channels.rest.presenting import case_answer, pdf_answer
from haidang.channels.rest.schemas.cases import CaseAnswer, CasePageOut, CaseRow, TimelineRow
from haidang.channels.rest.security import actor_of, anybody_with
from haidang.domain.cases import public as cases

router = Router(auth=anybody_with("cases:read"))


@router.get("/cases", response=CasePageOut)
def list_mine(request: HttpRequest, after: Mark = "", limit: Limit = 20) -> CasePageOut:
    """List one's own cases and those of the persons represented, the last changed first."""
    page = cases.list_my_cases(actor=actor_of(request), after=read_mark(after), limit=limit)
    rows = [CaseRow.from_orm(row) for row in page.cases]
    return CasePageOut(cases=rows, after=write_mark(page.after))


@router.get("/cases/{key}", response=CaseAnswer)
def show(request: HttpRequest, key: CaseKey) -> CaseAnswer:
    """Return a case by its number or id; an officer's look is noted for the person to see."""
    actor = actor_of(request)
    return case_answer(cases.get_case(key, actor=actor, purpose="rest"), actor=actor)


@router.get("/cases/{key}/timeline", response=list[TimelineRow])
def timeline(request: HttpRequest, key: CaseKey) -> list[TimelineRow]:
    """Tell what happened to a case, oldest first."""
    items = cases.timeline(key, actor=actor_of(request))
    return [TimelineRow.from_orm(item) for item in items]


@router.get("/cases/{key}/documents/{uuid:document_id}")
def document(request: HttpRequest, key: CaseKey, document_id: UUID) -> HttpResponse:
    """Return a document of the case as a PDF."""
    name, content = cases.read_document(key, document_id=document_id, actor=actor_of(request))
    return pdf_answer(name, content)


@router.get("/cases/{key}/evidence/{uuid:evidence_id}")
def evidence(request: HttpRequest, key: CaseKey, evidence_id: UUID) -> HttpResponse:
    """Return an evidence file."""
    name, media_type, content = cases.read_evidence(
        key, evidence_id=evidence_id, actor=actor_of(request)
    )
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{evidence_id}"'
    response["X-File-Name"] = name.encode("ascii", "backslashreplace").decode()
    return response

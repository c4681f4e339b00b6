"""Read a case: everything on one screen, its timeline, its documents."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from haidang.channels.rest.limits import CaseKey
from haidang.channels.rest.presenting import case_answer, pdf_answer
from haidang.channels.rest.schemas.cases import CaseAnswer, TimelineRow
from haidang.channels.rest.security import actor_of, anybody_with
from haidang.domain.cases import public as cases

router = Router(auth=anybody_with("cases:read"))


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

"""Search procedures; read one with all its legal parts and its form."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router

from haidang.channels.rest.limits import CaseKey, Limit
from haidang.channels.rest.presenting import form_answer, hit_answer, procedure_answer
from haidang.channels.rest.schemas.public import FormOut, HitOut, ProcedureOut
from haidang.domain.catalog import public as catalog

router = Router()


@router.get("/procedures", response=list[HitOut])
def search(
    request: HttpRequest, q: Annotated[str, Query(max_length=200)] = "", limit: Limit = 10
) -> list[HitOut]:
    """Find procedures by plain words, with or without accents; without words, list all."""
    language = (get_language() or "vi")[:2]
    words = q.replace("\x00", " ").strip()
    if words:
        hits = catalog.search_procedures(words, limit=limit)
        return [hit_answer(hit.procedure, hit.score, language=language) for hit in hits]
    listed = catalog.list_procedures()[:limit]
    return [hit_answer(procedure, 0.0, language=language) for procedure in listed]


@router.get("/procedures/{code}", response=ProcedureOut)
def show(request: HttpRequest, code: CaseKey) -> ProcedureOut:
    """Return a procedure with all its legal parts."""
    return procedure_answer(catalog.current_revision(code))


@router.get("/procedures/{code}/form", response=FormOut, by_alias=True)
def form(request: HttpRequest, code: CaseKey) -> FormOut:
    """Return the form: JSON Schema 2020-12 of its answers, and its pages."""
    return form_answer(catalog.current_revision(code))

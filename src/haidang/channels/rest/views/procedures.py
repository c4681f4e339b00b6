"""Search procedures; read one with all its legal parts and its form."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router

from haidang.channels.rest.limits import CaseKey, Limit
from haidang.channels.rest.presenting import form_answer, hit_answer, procedure_answer
from haidang.channels.rest.schemas.public import (
    FiltersIn,
    FormOut,
    HitOut,
    LifeEventOut,
    ProcedureOut,
    SuggestionOut,
)
from haidang.domain.catalog import public as catalog

router = Router()


@router.get("/procedures", response=list[HitOut])
def search(
    request: HttpRequest,
    filters: Query[FiltersIn],
    q: Annotated[str, Query(max_length=200)] = "",
    limit: Limit = 10,
) -> list[HitOut]:
    """Find procedures by plain words, with or without accents; without words, list all."""
    language = _language()
    narrowed = catalog.Filters(**filters.dict())
    hits = catalog.browse_procedures(_clean(q), limit=limit, filters=narrowed).hits
    return [hit_answer(hit.procedure, hit.score, language=language) for hit in hits]


@router.get("/procedures/suggestions", response=list[SuggestionOut])
def suggest(
    request: HttpRequest, q: Annotated[str, Query(max_length=200)] = "", limit: Limit = 8
) -> list[SuggestionOut]:
    """Offer procedures while a person types; the last word may be unfinished."""
    language = _language()
    return [
        SuggestionOut(code=each.code, name=each.name.get(language) or each.name["vi"])
        for each in catalog.suggest_procedures(_clean(q), limit=limit)
    ]


@router.get("/life-events", response=list[LifeEventOut])
def life_events(request: HttpRequest) -> list[LifeEventOut]:
    """List the life events that a search can be narrowed to."""
    return [
        LifeEventOut(key=each.key, title=dict(each.title), procedures=each.procedures)
        for each in catalog.list_life_events()
    ]


@router.get("/procedures/{code}", response=ProcedureOut)
def show(request: HttpRequest, code: CaseKey) -> ProcedureOut:
    """Return a procedure with all its legal parts."""
    return procedure_answer(catalog.current_revision(code))


@router.get("/procedures/{code}/form", response=FormOut, by_alias=True)
def form(request: HttpRequest, code: CaseKey) -> FormOut:
    """Return the form: JSON Schema 2020-12 of its answers, and its pages."""
    return form_answer(catalog.current_revision(code))


def _language() -> str:
    return (get_language() or "vi")[:2]


def _clean(words: str) -> str:
    return words.replace("\x00", " ").strip()

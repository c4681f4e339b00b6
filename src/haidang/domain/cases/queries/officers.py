"""Reads that only officers need: find a case, see where its process stands."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import CharField, F, Func, Q
from django.db.models.functions import Lower

from haidang.domain.cases import policies
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.queries.presenting import summary_of
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.states import Status
from haidang.domain.cases.types import CaseSummary, ProcessStep, StepState
from haidang.engines.workflow import Element, describe, tokens
from haidang.kernel.actors import Actor
from haidang.kernel.text import fold

_MOST = 50


class _Folded(Func):
    """A name without accents, as ``kernel.text.fold`` makes it, in the database."""

    template = (
        "translate(regexp_replace(normalize(%(expressions)s, NFD), "
        "'[\u0300-\u036f]', '', 'g'), 'đĐ', 'dd')"
    )
    output_field = CharField()


def find_cases(*, actor: Actor, query: str, limit: int = 20) -> list[CaseSummary]:
    """Return cases of the officer's agencies by number or applicant's name, the newest first.

    Accents and capitals do not matter; every word must occur. At most 50 are returned.
    """
    words = fold(query).split()
    if not words or not actor.is_officer:
        return []
    own = Q(receiving_agency__in=actor.agencies) | Q(competent_agency__in=actor.agencies)
    rows = Case.objects.filter(own).exclude(status=Status.DRAFT)
    by_name = Q()
    for word in words:
        by_name &= Q(folded_name__contains=word)
    rows = rows.annotate(folded_name=Lower(_Folded(F("applicant_name"))))
    by_number = Q(number__icontains=query.strip())
    found = rows.filter(by_number | by_name).order_by("-changed_at", "-id")
    return [summary_of(row) for row in found[: min(limit, _MOST)]]


def process_position(key: str | UUID, *, actor: Actor) -> tuple[ProcessStep, ...]:
    """Return the steps of the case's process in working order, each with where it stands."""
    case = find_row(key)
    policies.check_can_see(case, actor)
    process = package_of(case).process
    here = tokens(process, case.process_state) if case.process_state is not None else []
    now_at = frozenset(place.key for place in here)
    elements = [each for each in describe(process) if each.number or each.key in now_at]
    return tuple(_step(each, now_at=now_at, facts=case.facts) for each in elements)


def _step(each: Element, *, now_at: frozenset[str], facts: Mapping[str, object]) -> ProcessStep:
    return ProcessStep(
        number=each.number,
        key=each.key,
        name=each.name,
        kind=each.kind,
        post=each.post,
        hours=each.hours,
        state=_state(each.key, now_at=now_at, facts=facts),
    )


def _state(key: str, *, now_at: frozenset[str], facts: Mapping[str, object]) -> StepState:
    if key in now_at:
        return "now"
    return "done" if key in facts else "to_come"

"""Reads that only officers need: find a case, see where its process stands."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

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
_LEAST_OF_A_NUMBER = 12
"""A shorter beginning of a number would fit every case of an agency."""


def find_cases(*, actor: Actor, query: str, limit: int = 20) -> list[CaseSummary]:
    """Return cases of the officer's agencies by number or applicant's name, the newest first.

    Accents and capitals do not matter; each word must begin a word of the name. A number is
    found whole, by its beginning, or by what follows the agency's code. At most 50 are
    returned. Each agency is asked apart, so that an index gives the newest first.
    """
    words = fold(query).split()
    if not words or not actor.is_officer:
        return []
    size = min(limit, _MOST)
    by_name = Q()
    for word in words:
        by_name &= Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}")
    found: dict[UUID, Case] = {row.id: row for row in _by_number(query, actor)[:size]}
    for own in _own_agencies(actor):
        rows = Case.objects.filter(own, by_name).exclude(status=Status.DRAFT)
        found |= {row.id: row for row in rows.order_by("-changed_at", "-id")[:size]}
    newest = sorted(found.values(), key=lambda row: (row.changed_at, row.id), reverse=True)
    return [summary_of(row) for row in newest[:size]]


def _own_agencies(actor: Actor) -> list[Q]:
    agencies = sorted(actor.agencies)
    return [
        *(Q(competent_agency=agency) for agency in agencies),
        *(Q(receiving_agency=agency) for agency in agencies),
    ]


def _by_number(query: str, actor: Actor) -> QuerySet[Case]:
    wanted = query.strip().upper()
    whole = [wanted, *(f"{agency}-{wanted}" for agency in sorted(actor.agencies))]
    own = Q(receiving_agency__in=actor.agencies) | Q(competent_agency__in=actor.agencies)
    rows = Case.objects.exclude(status=Status.DRAFT)
    if not any(sign.isdigit() for sign in wanted):
        return rows.none()
    begins = Q(number__startswith=wanted) if len(wanted) >= _LEAST_OF_A_NUMBER else Q()
    by_number = Q(number__in=whole) | begins if begins else Q(number__in=whole)
    return rows.filter(own, by_number).order_by("-changed_at", "-id")


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

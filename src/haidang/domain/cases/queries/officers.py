"""Reads that only officers need: find a case, see where its process stands."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from haidang.domain.cases import policies
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.names import find_by_name
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.queries.presenting import UNSHOWN, summary_of
from haidang.domain.cases.queries.reads import find_row
from haidang.domain.cases.states import Status
from haidang.domain.cases.types import CaseSummary, ProcessStep, StepState
from haidang.engines.workflow import Element, describe, tokens
from haidang.kernel.actors import Actor
from haidang.kernel.text import fold

_MOST = 50
_WORDS = 8
"""More words than a name has."""
_TO_THE_DAY = re.compile(r"-\d{6}")
"""A beginning of a number without its day would fit too many cases of an agency."""


def find_cases(*, actor: Actor, query: str, limit: int = 20) -> list[CaseSummary]:
    """Return cases of the officer's agencies by number or applicant's name, the newest first.

    Accents and capitals do not matter; each word must begin a word of the name. A number is
    found whole, by its beginning, or by what follows the agency's code. At most 50 are
    returned. The newest are those that were begun last.
    """
    words = fold(query).split()[:_WORDS]
    if not words or not actor.is_officer:
        return []
    size = min(limit, _MOST)
    found = set(_by_number(query, actor)[:size])
    for agency in sorted(actor.agencies):
        found |= find_by_name(words, agency=agency, size=size)
    rows = Case.objects.filter(id__in=sorted(found, reverse=True)[:size])
    newest = rows.exclude(status=Status.DRAFT).order_by("-id").defer(*UNSHOWN)
    return [summary_of(row) for row in newest]


def _by_number(query: str, actor: Actor) -> QuerySet[Case, UUID]:
    wanted = query.strip().upper()
    whole = [wanted, *(f"{agency}-{wanted}" for agency in sorted(actor.agencies))]
    own = Q(receiving_agency__in=actor.agencies) | Q(competent_agency__in=actor.agencies)
    rows = Case.objects.exclude(status=Status.DRAFT)
    if not any(sign.isdigit() for sign in wanted):
        return rows.none().values_list("id", flat=True)
    begins = Q(number__startswith=wanted) if _TO_THE_DAY.search(wanted) else Q()
    by_number = Q(number__in=whole) | begins if begins else Q(number__in=whole)
    return rows.filter(own, by_number).order_by("-id").values_list("id", flat=True)


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

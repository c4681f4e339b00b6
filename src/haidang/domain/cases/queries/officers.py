"""Reads that only officers need: find a case, see where its process stands."""

import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from haidang.domain.cases import policies
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.names import END, find_by_name
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
_OF_A_DAY: Final = 500
BEGINNING_SO: Final = (
    "SELECT id FROM (SELECT id, number, receiving_agency, competent_agency FROM cases_case "
    "WHERE number ~>=~ %s AND number ~<~ %s ORDER BY number USING ~>~ LIMIT %s) AS numbered "
    "WHERE receiving_agency = ANY(%s) OR competent_agency = ANY(%s) LIMIT %s"
)
"""Read in the order of the index that knows beginnings, and no more than a day's worth: asked
for its own agencies at once, the database would collect all their cases first. A range and not
LIKE: a plan that the database keeps for any beginning could use no index for a pattern."""


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
    found = _by_number(query, actor, size=size) or find_by_name(
        words, agencies=actor.agencies, size=size
    )
    rows = Case.objects.filter(id__in=sorted(found, reverse=True)[:size])
    newest = rows.exclude(status=Status.DRAFT).order_by("-id").defer(*UNSHOWN)
    return [summary_of(row) for row in newest]


def _by_number(query: str, actor: Actor, *, size: int) -> set[UUID]:
    """Return cases whose number is meant; of very many of one day, those with the last numbers."""
    wanted = query.strip().upper()
    if not any(sign.isdigit() for sign in wanted):
        return set()
    agencies = sorted(actor.agencies)
    own = Q(receiving_agency__in=agencies) | Q(competent_agency__in=agencies)
    whole = [wanted, *(f"{agency}-{wanted}" for agency in agencies)]
    rows = Case.objects.filter(own, number__in=whole).order_by()
    found = set(rows.values_list("id", flat=True)[:size])
    if found or not _TO_THE_DAY.search(wanted):
        return found
    with connection.cursor() as cursor:
        span = wanted, wanted + END
        cursor.execute(BEGINNING_SO, [*span, _OF_A_DAY, agencies, agencies, size])
        return {row[0] for row in cursor.fetchall()}


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

"""Counts above a list; none reads more than a bounded number of rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, get_args
from uuid import UUID

from haidang.domain.worklist.models import Task
from haidang.domain.worklist.queries.narrowing import count_up_to, most_urgent, narrowed
from haidang.domain.worklist.queries.tasks import EVERYTHING
from haidang.domain.worklist.types import (
    MOST_COUNTED,
    Counted,
    FilterChoice,
    FilterChoices,
    Scope,
    TaskFilter,
)
from haidang.kernel.actors import Actor

_SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
_LOOKED_AT: Final = ("key", "name", "procedure", "channel", "officer_id", "officer_name", "label")


def count_tasks(*, actor: Actor, where: TaskFilter = EVERYTHING) -> dict[Scope, Counted]:
    """Return how many tasks each scope of a list has, up to ``MOST_COUNTED``."""
    return {
        scope: count_filter(actor=actor, where=replace(where, scope=scope)) for scope in _SCOPES
    }


def count_filter(*, actor: Actor, where: TaskFilter) -> Counted:
    """Return how many tasks a list has, up to ``MOST_COUNTED``."""
    number = count_up_to(narrowed(actor, where), actor, limit=MOST_COUNTED + 1)
    return Counted(number=min(number, MOST_COUNTED), is_more=number > MOST_COUNTED)


def list_choices(*, actor: Actor) -> FilterChoices:
    """Return by what the officer's list can be narrowed, the fullest first.

    Looked at are the most urgent tasks only, at most ``MOST_COUNTED`` of them.
    """
    rows = most_urgent(narrowed(actor, EVERYTHING), actor, limit=MOST_COUNTED + 1)
    found = list(rows.values(*_LOOKED_AT))
    return FilterChoices(
        steps=_choices((row["key"], row["name"]) for row in found),
        procedures=_choices((row["procedure"], _name(row["label"])) for row in found),
        channels=_choices((row["channel"], row["channel"]) for row in found),
        officers=_choices((str(row["officer_id"] or ""), row["officer_name"]) for row in found),
        is_cut=len(found) > MOST_COUNTED,
    )


def count_in_hand(officer_ids: Iterable[UUID], *, agency: str) -> dict[UUID, int]:
    """Return how many open tasks of an agency each officer has in hand, up to the bound each."""
    rows = Task.objects.open().filter(agency=agency)
    return {
        each: rows.filter(officer_id=each).order_by()[:MOST_COUNTED].count()
        for each in officer_ids
    }


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[FilterChoice, ...]:
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for value, name in pairs:
        if value:
            counted[value] += 1
            names.setdefault(value, name)
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        FilterChoice(value=value, name=names[value], waiting=waiting) for value, waiting in ordered
    )


def _name(label: Mapping[str, object]) -> str:
    return str(label.get("name_vi") or label.get("procedure") or "")

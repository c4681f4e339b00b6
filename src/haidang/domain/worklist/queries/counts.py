"""Counts above a list; none reads more than a bounded number of rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, get_args
from uuid import UUID

from haidang.domain.worklist.models import Task
from haidang.domain.worklist.queries.narrowing import count_up_to, most_urgent, narrowed
from haidang.domain.worklist.queries.tasks import EVERYTHING
from haidang.domain.worklist.types import (
    MOST_COUNTED,
    MOST_LOOKED_AT,
    Counted,
    FilterChoice,
    FilterChoices,
    Scope,
    TaskFilter,
)
from haidang.kernel.actors import Actor

_SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
_LOOKED_AT: Final = ("id", "key", "procedure", "channel", "officer_id")
"""What the index of the most urgent tasks holds, so that no task itself is read."""


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

    Looked at are the most urgent tasks only, at most ``MOST_LOOKED_AT`` of them.
    """
    rows = most_urgent(narrowed(actor, EVERYTHING), actor, limit=MOST_LOOKED_AT + 1)
    looked = list(rows.values(*_LOOKED_AT))
    first = {
        (column, str(row[column])): row["id"] for row in reversed(looked) for column in _NAMED
    }
    tasks = Task.objects.in_bulk(set(first.values()))
    named = {each: _NAMED[each[0]](tasks[task_id]) for each, task_id in first.items()}
    return FilterChoices(
        steps=_choices(looked, "key", named),
        procedures=_choices(looked, "procedure", named),
        channels=_choices(looked, "channel", named),
        officers=_choices(looked, "officer_id", named),
        is_cut=len(looked) > MOST_LOOKED_AT,
    )


def count_in_hand(officer_ids: Iterable[UUID], *, agency: str) -> dict[UUID, int]:
    """Return how many open tasks of an agency each officer has in hand, up to the bound each."""
    rows = Task.objects.open().filter(agency=agency)
    return {
        each: rows.filter(officer_id=each).order_by()[:MOST_COUNTED].count()
        for each in officer_ids
    }


def _choices(
    looked: Sequence[Mapping[str, object]], column: str, named: Mapping[tuple[str, str], str]
) -> tuple[FilterChoice, ...]:
    counted = Counter(str(row[column]) for row in looked if row[column])
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        FilterChoice(value=value, name=named.get((column, value), value), waiting=waiting)
        for value, waiting in ordered
    )


def _procedure_name(task: Task) -> str:
    return str(task.label.get("name_vi") or task.label.get("procedure") or "")


_NAMED: Final[Mapping[str, Callable[[Task], str]]] = {
    "key": lambda task: task.name,
    "procedure": _procedure_name,
    "officer_id": lambda task: task.officer_name,
}
"""How one of the tasks tells the name of a value."""

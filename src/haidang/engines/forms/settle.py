"""Settle which questions are asked and which answers stand, one field after another."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from haidang.engines.expressions import Names, Unknown, Value
from haidang.engines.forms.messages import tell
from haidang.engines.forms.model import JSON, Answers, Field, FieldType, FormSchema, Page
from haidang.engines.forms.values import is_blank, read_value
from haidang.engines.forms.words import Fault
from haidang.kernel.errors import Problem, Severity

EMPTY: Mapping[str, JSON] = {}


@dataclass(slots=True, kw_only=True)
class Row:
    """One entry of a group, under its place in the answers as they came."""

    index: int
    values: dict[str, JSON] = field(default_factory=dict)
    visible: set[str] = field(default_factory=set)
    problems: dict[str, list[Problem]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Settled:
    """What is asked and what is known, before asking what is missing."""

    names: dict[str, object]
    known: dict[str, JSON] = field(default_factory=dict)
    visible: set[str] = field(default_factory=set)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def settle(
    form: FormSchema,
    answers: Answers,
    *,
    names: Names,
    evidence: Mapping[str, int],
) -> Settled:
    """Read the answers in the form's order; a hidden field's answer is never known.

    A condition that is unknown hides: we do not ask before we know that we must.
    """
    settled = Settled(names=dict(names), counts=dict(evidence))
    settled.names["answers"] = settled.known
    settled.names["evidence"] = settled.counts
    fields = form.fields()
    for key in form.order:
        page, item = fields[key]
        if is_shown(page, settled.names) and is_shown(item, settled.names):
            settled.visible.add(key)
            _settle_field(settled, item, answers.get(key))
    return settled


def is_shown(asked: Page | Field, names: Names) -> bool:
    """Say whether a page or field has no condition, or one that is true."""
    return asked.when is None or asked.when.is_true(names) is True


def pointer(*parts: str | int) -> str:
    """Join the parts of a JSON Pointer (RFC 6901)."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join(f"/{part}" for part in escaped)


def _settle_field(settled: Settled, item: Field, given: JSON) -> None:
    if item.type is FieldType.GROUP:
        _settle_group(settled, item, given)
        return
    path = pointer(item.key)
    value, problems = _settle_answer(item, given, path, settled.names)
    settled.problems[item.key] = problems
    if value is not None:
        settled.known[item.key] = value
    if item.type is FieldType.EVIDENCE and item.evidence:
        attached = len(value) if isinstance(value, list) else 0
        settled.counts[item.evidence] = max(settled.counts.get(item.evidence, 0), attached)


def _settle_answer(
    item: Field,
    given: JSON,
    path: str,
    names: Names,
) -> tuple[JSON, list[Problem]]:
    if item.type is FieldType.NOTE:
        return None, []
    if item.type is FieldType.CALCULATED:
        return (_calculated(item, names), [])
    if is_blank(given):
        return None, []
    reading = read_value(item, given, names)
    if item.type is FieldType.DECLARATION and reading.value is False:
        return None, []
    return reading.value, [_as_problem(fault, item, path) for fault in reading.faults]


def _settle_group(settled: Settled, item: Field, given: JSON) -> None:
    path = pointer(item.key)
    settled.problems[item.key] = problems = []
    if is_blank(given):
        given = []
    if not isinstance(given, list):
        problems.append(tell("group", path, label=item.label))
        return
    entries = [(at, entry) for at, entry in enumerate(given) if not is_blank(entry)]
    if len(entries) > item.repeat.max:
        problems.append(tell("group_too_many", path, label=item.label, limit=item.repeat.max))
    rows = settled.rows.setdefault(item.key, [])
    for at, entry in entries[: item.repeat.max]:
        if isinstance(entry, dict):
            rows.append(_settle_row(settled, item, at, entry))
        else:
            problems.append(tell("wrong_type", pointer(item.key, at), label=item.label))
    values: list[JSON] = [row.values for row in rows if row.values]
    if values:
        settled.known[item.key] = values


def _settle_row(settled: Settled, group: Field, at: int, entry: Mapping[str, JSON]) -> Row:
    row = Row(index=at)
    names = {**settled.names, "row": row.values}
    for item in group.fields:
        if not is_shown(item, names):
            continue
        row.visible.add(item.key)
        path = pointer(group.key, at, item.key)
        value, problems = _settle_answer(item, entry.get(item.key), path, names)
        row.problems[item.key] = problems
        if value is not None:
            row.values[item.key] = value
    return row


def _calculated(item: Field, names: Names) -> JSON:
    value = item.calculate.evaluate(names) if item.calculate else None
    return None if isinstance(value, Unknown) else _as_json(value)


def _as_json(value: Value) -> JSON:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    if isinstance(value, dict):
        return {key: _as_json(one) for key, one in value.items()}
    return value


def _as_problem(fault: Fault, item: Field, path: str) -> Problem:
    problem = tell(
        fault.code,
        path + fault.at,
        label=item.label,
        severity=Severity.WARNING if fault.warning else Severity.ERROR,
        **fault.params,
    )
    if fault.code == "pattern" and item.limits.pattern_message:
        return replace(problem, message=item.limits.pattern_message)
    return problem

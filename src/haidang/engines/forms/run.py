"""Check a form's answers: everything that is wrong at once, and what may be kept."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import jsonschema_rs

from haidang.engines.expressions import Expression, Names
from haidang.engines.forms.messages import tell
from haidang.engines.forms.model import (
    JSON,
    Answers,
    Checked,
    Field,
    FieldType,
    FormSchema,
    Page,
)
from haidang.engines.forms.settle import Row, Settled, is_shown, pointer, settle
from haidang.kernel.errors import Problem, Severity
from haidang.kernel.personal_id import PersonalId, disagreements, parse_personal_id

_CHOSEN: Final = frozenset(
    {
        FieldType.BOOLEAN,
        FieldType.CHOICE,
        FieldType.CHOICES,
        FieldType.COUNTRY,
        FieldType.NATIONALITY,
        FieldType.ETHNICITY,
        FieldType.UNIT,
        FieldType.ADDRESS,
    },
)
_UNANSWERABLE: Final = frozenset({FieldType.NOTE, FieldType.CALCULATED})
_MOST_UNKNOWN: Final = 20
_NO_LABEL: Final[Mapping[str, str]] = {}


def check_answers(
    form: FormSchema,
    answers: object,
    *,
    names: Names,
    evidence: Mapping[str, int] | None = None,
    scope: str | None = None,
) -> Checked:
    """Return all problems at once, the clean answers and the fields that are asked.

    ``names`` holds what expressions read besides the answers (``case``, ``applicant``,
    ``facts``, the day ``today``) and the lists that values come from (``lists``,
    ``units``). ``scope`` is a page's key: only its problems are then reported.
    A problem's path is a JSON Pointer into the answers.
    """
    given: Answers = answers if isinstance(answers, Mapping) else {}
    settled = settle(form, given, names=names, evidence=evidence or {})
    problems: list[Problem] = []
    if not isinstance(answers, Mapping):
        problems.append(tell("not_an_object", "", label=_NO_LABEL))
    for page in form.pages:
        if scope in {None, page.key} and is_shown(page, settled.names):
            problems.extend(_page_problems(page, settled))
    if scope is None:
        problems.extend(_unknown_fields(form, given))
        problems.extend(_schema_problems(form, settled, problems))
    return Checked(
        problems=tuple(problems),
        clean=settled.known,
        visible=frozenset(settled.visible),
    )


def _page_problems(page: Page, settled: Settled) -> Iterator[Problem]:
    for item in page.fields:
        if item.key in settled.visible:
            yield from _field_problems(item, settled)
    for rule in page.rules:
        if rule.check.is_true(settled.names) is False:
            yield Problem(
                code=rule.code,
                path=pointer(rule.at) if rule.at in settled.visible else "",
                severity=rule.severity,
                message=rule.message,
                hint=rule.hint,
                clause=rule.clause,
            )


def _field_problems(item: Field, settled: Settled) -> Iterator[Problem]:
    found = settled.problems.get(item.key, [])
    yield from found
    if item.type is FieldType.GROUP:
        yield from _group_problems(item, settled)
    elif not found:
        yield from _missing(item, settled.known, pointer(item.key), settled)
        yield from _disagreements(item, settled.known, pointer(item.key))


def _group_problems(group: Field, settled: Settled) -> Iterator[Problem]:
    rows = settled.rows.get(group.key, [])
    least = group.repeat.min
    if least == 0 and _is_required(group, settled.names):
        least = 1
    if len(rows) < least and not settled.problems[group.key]:
        yield tell("group_too_few", pointer(group.key), label=group.label, limit=least)
    for row in rows:
        yield from _row_problems(group, row, settled)


def _row_problems(group: Field, row: Row, settled: Settled) -> Iterator[Problem]:
    for item in group.fields:
        if item.key not in row.visible:
            continue
        found = row.problems[item.key]
        yield from found
        if not found:
            path = pointer(group.key, row.index, item.key)
            yield from _missing(item, row.values, path, settled)
            yield from _disagreements(item, row.values, path)


def _missing(
    item: Field,
    values: Mapping[str, JSON],
    path: str,
    settled: Settled,
) -> Iterator[Problem]:
    if item.key in values or item.type in _UNANSWERABLE:
        return
    if item.evidence and settled.counts.get(item.evidence, 0) > 0:
        return
    names = settled.names if values is settled.known else {**settled.names, "row": values}
    if _is_required(item, names):
        yield tell(_missing_code(item), path, label=item.label)


def _missing_code(item: Field) -> str:
    if item.type is FieldType.DECLARATION:
        return "declare"
    if item.type is FieldType.EVIDENCE:
        return "attach"
    return "choose" if item.type in _CHOSEN else "required"


def _is_required(item: Field, names: Names) -> bool:
    if isinstance(item.required, Expression):
        return item.required.is_true(names) is True
    return item.required


def _disagreements(item: Field, values: Mapping[str, JSON], path: str) -> Iterator[Problem]:
    """Warn where a personal id says another sex or year of birth; it may still be right."""
    number = values.get(item.key)
    if item.type is not FieldType.PERSONAL_ID or not isinstance(number, str):
        return
    parsed = parse_personal_id(number)
    if parsed is None:
        return
    for what in _differences(parsed, item, values):
        yield tell(f"personal_id_{what}", path, label=item.label, severity=Severity.WARNING)


def _differences(number: PersonalId, item: Field, values: Mapping[str, JSON]) -> list[str]:
    sex = values.get(item.limits.sex or "")
    born = values.get(item.limits.born_on or "")
    year = born[:4] if isinstance(born, str) else ""
    born_on = date(int(year), 1, 1) if year.isascii() and year.isdigit() and int(year) else None
    match sex:
        case "male" | "female":
            return disagreements(
                number, sex="male" if sex == "male" else "female", born_on=born_on
            )
        case _:
            return disagreements(number, sex=None, born_on=born_on)


def _unknown_fields(form: FormSchema, given: Answers) -> Iterator[Problem]:
    known = form.fields().keys()
    unknown = [str(key) for key in given if key not in known]
    for key in unknown[:_MOST_UNKNOWN]:
        name = key[:60].encode("utf-8", "replace").decode()
        yield tell(
            "unknown_field",
            pointer(key),
            label=_NO_LABEL,
            severity=Severity.WARNING,
            name=name,
        )


def _schema_problems(
    form: FormSchema,
    settled: Settled,
    found: list[Problem],
) -> Iterator[Problem]:
    if form.schema is None:
        return
    told = {problem.path for problem in found if problem.severity is Severity.ERROR}
    labels = {key: item.label for key, (_, item) in form.fields().items()}
    for error in _validator(form.schema).iter_errors(settled.known):
        parts = list(error.instance_path)
        path = pointer(*parts)
        if path not in told:
            told.add(path)
            yield tell("schema", path, label=labels.get(str(parts[0])) or {} if parts else {})


@lru_cache(maxsize=1024)
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema))

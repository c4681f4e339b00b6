"""Check questionnaires against the packages that they end at."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from haidang.engines.fees import compute_fees
from haidang.engines.forms import FieldType
from haidang.engines.guides import (
    Guide,
    Outcome,
    Scenario,
    answered,
    carried,
    check_guide,
    decide,
    needs_of,
    next_question,
    parse_guide,
)
from haidang.engines.packages.model import ProcedurePackage
from haidang.engines.packages.report import PackageProblem
from haidang.engines.packages.schemas import KEY, PROCEDURE_CODE, Schema
from haidang.engines.packages.shapes import check_shape
from haidang.engines.packages.source import JSON, Source
from haidang.engines.packages.wholeness import check_texts

Packages = Mapping[str, ProcedurePackage]

_TEXT: Final[JSON] = {"type": "object", "additionalProperties": {"type": "string"}}
_WORD: Final[JSON] = {"type": "string", "minLength": 1}
_KEY: Final[JSON] = {"type": "string", "pattern": KEY}
_CODE: Final[JSON] = {"type": "string", "pattern": PROCEDURE_CODE}
_DAY: Final = date(2026, 1, 5)


def _rows(required: list[JSON], properties: dict[str, JSON]) -> JSON:
    return {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": required,
            "properties": properties,
            "additionalProperties": False,
        },
    }


GUIDE_SCHEMA: Final[Schema] = {
    "type": "object",
    "required": ["title", "text", "icon", "questions", "outcomes", "scenarios"],
    "additionalProperties": False,
    "properties": {
        "title": _TEXT,
        "text": _TEXT,
        "icon": _WORD,
        "questions": _rows(
            ["key", "text", "options"],
            {
                "key": _KEY,
                "text": _TEXT,
                "hint": _TEXT,
                "when": _WORD,
                "options": _rows(
                    ["value", "label"],
                    {"value": _WORD, "label": _TEXT, "hint": _TEXT},
                ),
            },
        ),
        "outcomes": _rows(
            ["when", "procedure"],
            {
                "when": _WORD,
                "procedure": _CODE,
                "national": {"type": "boolean"},
                "case": _TEXT,
                "note": _TEXT,
                "carry": {"type": "object", "additionalProperties": _WORD},
                "also": {"type": "array", "items": _CODE},
            },
        ),
        "scenarios": _rows(
            ["title", "answers", "procedure"],
            {
                "title": _WORD,
                "answers": {"type": "object", "additionalProperties": _WORD},
                "procedure": _CODE,
                "evidence": {"type": "array", "items": _KEY},
                "fee": {"type": "integer", "minimum": 0},
            },
        ),
    },
}


def check_guide_file(source: Source, packages: Packages) -> list[PackageProblem]:
    """Return the faults of a questionnaire: shape, ways, procedures, answers, scenarios."""
    problems = [*check_shape(source, GUIDE_SCHEMA), *check_texts({source.file: source})]
    if problems:
        return problems
    guide, bad = parse_guide(source.mapping(), key=source.file.removesuffix(".yaml"))
    problems += [source.fault("HD971", path, reason=reason) for path, reason in bad]
    if bad:
        return problems
    for fault in check_guide(guide):
        match fault.kind:
            case "unknown_name":
                problems.append(source.fault("HD971", fault.path, reason=fault.text))
            case "no_outcome":
                problems.append(source.fault("HD972", fault.path, answers=fault.text))
            case "never_reached":
                problems.append(source.fault("HD973", fault.path, procedure=fault.text))
    problems += _procedures(guide, source, packages)
    for at, scenario in enumerate(guide.scenarios):
        problems += _scenario(guide, scenario, source, f"/scenarios/{at}", packages)
    return problems


def _procedures(guide: Guide, source: Source, packages: Packages) -> Iterator[PackageProblem]:
    for at, outcome in enumerate(guide.outcomes):
        path = f"/outcomes/{at}"
        package = packages.get(outcome.procedure)
        if package is None and not outcome.national:
            yield source.fault("HD974", f"{path}/procedure", code=outcome.procedure)
        if package is not None:
            known = {field.key for page in package.form.pages for field in page.fields}
            for name in outcome.carry.keys() - known:
                yield source.fault(
                    "HD975", f"{path}/carry", code=package.code, field=name, value="-"
                )


def _scenario(
    guide: Guide, scenario: Scenario, source: Source, path: str, packages: Packages
) -> Iterator[PackageProblem]:
    for what, expected, actual in _differences(guide, scenario, packages):
        yield source.fault(
            "HD976", path, title=scenario.title, what=what, expected=expected, actual=actual
        )
    outcome = decide(guide, scenario.answers)
    package = packages.get(outcome.procedure) if outcome else None
    if outcome is not None and package is not None:
        for name, value in _refused(outcome, answered(guide, scenario.answers), package):
            yield source.fault("HD975", path, code=package.code, field=name, value=value)


def _differences(
    guide: Guide, scenario: Scenario, packages: Packages
) -> Iterator[tuple[str, str, str]]:
    counted = answered(guide, scenario.answers)
    if counted != dict(scenario.answers):
        yield "answers", str(dict(scenario.answers)), str(counted)
    waiting = next_question(guide, scenario.answers)
    if waiting is not None:
        yield "open question", "-", waiting.key
        return
    outcome = decide(guide, scenario.answers)
    found = outcome.procedure if outcome else "-"
    if outcome is None or found != scenario.procedure:
        yield "procedure", scenario.procedure, found
        return
    package = packages.get(found)
    if package is not None:
        yield from _of_package(outcome, scenario, counted, package)


def _of_package(
    outcome: Outcome, scenario: Scenario, counted: Mapping[str, str], package: ProcedurePackage
) -> Iterator[tuple[str, str, str]]:
    answers = carried(outcome, counted)
    if scenario.evidence is not None:
        conditions = [(item.key, item.required) for item in package.evidence]
        needs = [each for each in needs_of(conditions, answers=answers, on=_DAY) if each.is_sure]
        keys = sorted(need.key for need in needs)
        if keys != sorted(scenario.evidence):
            yield "evidence", str(sorted(scenario.evidence)), str(keys)
    if scenario.fee is not None:
        names = {"answers": answers, "case": {"channel": "online"}, "applicant": {}}
        owed = compute_fees(package.fees, names=names, channel="online", on=_DAY)
        if owed.total.dong != scenario.fee:
            yield "fee", str(scenario.fee), str(owed.total.dong)


def _refused(
    outcome: Outcome, counted: Mapping[str, str], package: ProcedurePackage
) -> Iterator[tuple[str, str]]:
    """Return carried answers that the procedure's form does not offer."""
    fields = {field.key: field for page in package.form.pages for field in page.fields}
    for name, value in carried(outcome, counted).items():
        field = fields.get(name)
        if field is None:
            continue
        offered = {option.value for option in field.options}
        is_choice = field.type is FieldType.CHOICE
        is_wrong = value not in offered if is_choice else not isinstance(value, bool | str | int)
        if is_wrong:
            yield name, str(value)

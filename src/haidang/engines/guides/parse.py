"""Read a guide; what is malformed is told by its place."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from haidang.engines.expressions import Expression, ExpressionError, compile_expression
from haidang.engines.guides.model import Guide, Option, Outcome, Question, Scenario

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
BadExpressions = list[tuple[str, str]]
"""Where a malformed expression stands (JSON Pointer), and what is wrong with it."""


def parse_guide(data: Mapping[str, JSON], *, key: str) -> tuple[Guide, BadExpressions]:
    """Return a guide of data that has its shape, and the expressions that do not compile."""
    bad: BadExpressions = []
    questions = [
        _question(row, f"/questions/{at}", bad) for at, row in enumerate(_rows(data, "questions"))
    ]
    outcomes = [
        _outcome(row, f"/outcomes/{at}", bad) for at, row in enumerate(_rows(data, "outcomes"))
    ]
    guide = Guide(
        key=key,
        title=_text(data.get("title")),
        text=_text(data.get("text")),
        icon=str(data.get("icon", "question")),
        questions=tuple(questions),
        outcomes=tuple(outcomes),
        scenarios=tuple(_scenario(row) for row in _rows(data, "scenarios")),
    )
    return guide, bad


def _question(row: Mapping[str, JSON], path: str, bad: BadExpressions) -> Question:
    options = [
        Option(
            value=str(each.get("value")),
            label=_text(each.get("label")),
            hint=_text(each.get("hint")),
        )
        for each in _rows(row, "options")
    ]
    when = row.get("when")
    return Question(
        key=str(row.get("key")),
        text=_text(row.get("text")),
        hint=_text(row.get("hint")),
        options=tuple(options),
        when=_expression(when, f"{path}/when", bad) if when is not None else None,
    )


def _outcome(row: Mapping[str, JSON], path: str, bad: BadExpressions) -> Outcome:
    carry = row.get("carry")
    fields = carry if isinstance(carry, Mapping) else {}
    return Outcome(
        when=_expression(row.get("when", True), f"{path}/when", bad),
        procedure=str(row.get("procedure")),
        case=_text(row.get("case")),
        note=_text(row.get("note")),
        carry={
            str(name): _expression(value, f"{path}/carry/{name}", bad)
            for name, value in fields.items()
        },
        also=tuple(_words(row.get("also"))),
        national=row.get("national") is True,
    )


def _scenario(row: Mapping[str, JSON]) -> Scenario:
    answers, evidence, fee = row.get("answers"), row.get("evidence"), row.get("fee")
    return Scenario(
        title=str(row.get("title")),
        answers={str(key): str(value) for key, value in answers.items()}
        if isinstance(answers, Mapping)
        else {},
        procedure=str(row.get("procedure")),
        evidence=tuple(_words(evidence)) if evidence is not None else None,
        fee=fee if isinstance(fee, int) and not isinstance(fee, bool) else None,
    )


def _expression(value: JSON, path: str, bad: BadExpressions) -> Expression:
    source = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        return compile_expression(source)
    except ExpressionError as fault:
        bad.append((path, str(fault)))
        return compile_expression("false")


def _rows(data: Mapping[str, JSON], key: str) -> list[Mapping[str, JSON]]:
    rows = data.get(key)
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return []
    return [row for row in rows if isinstance(row, Mapping)]


def _words(value: JSON) -> list[str]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    return [str(item) for item in value]


def _text(value: JSON) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {str(language): str(text) for language, text in value.items()}

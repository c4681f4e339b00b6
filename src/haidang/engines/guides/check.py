"""Walk every way through a guide: each must end, and each outcome must be reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from haidang.engines.expressions import Expression
from haidang.engines.guides.model import Guide
from haidang.engines.guides.run import decide, next_question


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFault:
    """What is wrong, where (JSON Pointer), and with which words."""

    kind: Literal["unknown_name", "no_outcome", "never_reached"]
    path: str
    text: str


def check_guide(guide: Guide) -> list[GuideFault]:
    """Return names that no question has, answers without outcome, outcomes never reached."""
    faults = list(_names(guide))
    reached: set[int] = set()
    for answers in _ways(guide, {}):
        outcome = decide(guide, answers)
        if outcome is None:
            words = ", ".join(f"{key}={value}" for key, value in answers.items())
            faults.append(GuideFault(kind="no_outcome", path="/outcomes", text=words))
        else:
            reached.add(guide.outcomes.index(outcome))
    faults += [
        GuideFault(kind="never_reached", path=f"/outcomes/{at}", text=outcome.procedure)
        for at, outcome in enumerate(guide.outcomes)
        if at not in reached
    ]
    return faults


def _ways(guide: Guide, answers: dict[str, str]) -> Iterator[dict[str, str]]:
    question = next_question(guide, answers)
    if question is None:
        yield answers
        return
    for option in question.options:
        yield from _ways(guide, {**answers, question.key: option.value})


def _names(guide: Guide) -> Iterator[GuideFault]:
    known: set[str] = set()
    for at, question in enumerate(guide.questions):
        if question.when is not None:
            yield from _unknown(question.when, known, f"/questions/{at}/when")
        known.add(f"answers.{question.key}")
    for at, outcome in enumerate(guide.outcomes):
        yield from _unknown(outcome.when, known, f"/outcomes/{at}/when")
        for name, expression in outcome.carry.items():
            yield from _unknown(expression, known, f"/outcomes/{at}/carry/{name}")


def _unknown(expression: Expression, known: set[str], path: str) -> Iterator[GuideFault]:
    for name in sorted(expression.names_read - known):
        yield GuideFault(kind="unknown_name", path=path, text=name)

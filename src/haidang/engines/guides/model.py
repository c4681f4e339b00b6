"""The typed objects of a guide."""

from collections.abc import Mapping
from dataclasses import dataclass

from haidang.engines.expressions import Expression

Text = Mapping[str, str]
"""What people read, by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to a question."""

    value: str
    label: Text
    hint: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with its answers; it is asked where ``when`` holds."""

    key: str
    text: Text
    hint: Text
    options: tuple[Option, ...]
    when: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A row of the decision table: under which answers which procedure, and in which case.

    ``carry`` gives answers of the procedure's form as expressions over the guide's answers;
    ``also`` lists procedures that often follow; ``national`` says that the procedure has no
    package here and is taken from the national catalogue.
    """

    when: Expression
    procedure: str
    case: Text
    note: Text
    carry: Mapping[str, Expression]
    also: tuple[str, ...] = ()
    national: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """An author's example: these answers end at this procedure, with these papers and fee."""

    title: str
    answers: Mapping[str, str]
    procedure: str
    evidence: tuple[str, ...] | None = None
    fee: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A questionnaire as published."""

    key: str
    title: Text
    text: Text
    icon: str
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A paper: needed, or perhaps needed by what the form will ask."""

    key: str
    is_sure: bool

"""The words of forms: a form's pages, fields and rules, and the outcome of a check."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from haidang.engines.expressions import Expression
from haidang.kernel.errors import Problem, Severity

Text: TypeAlias = Mapping[str, str]
"""What people read, by language: ``vi`` always, ``en`` where known."""

JSON: TypeAlias = bool | int | float | str | list["JSON"] | dict[str, "JSON"] | None
Answers: TypeAlias = Mapping[str, JSON]


class FieldType(StrEnum):
    """The kinds of question that a form can ask."""

    TEXT = "text"
    MULTILINE = "multiline"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    TIME = "time"
    DATETIME = "datetime"
    PERSON_NAME = "person_name"
    PERSONAL_ID = "personal_id"
    TAX_CODE = "tax_code"
    ORGANIZATION_NAME = "organization_name"
    MONEY = "money"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    COUNTRY = "country"
    NATIONALITY = "nationality"
    ETHNICITY = "ethnicity"
    UNIT = "unit"
    GROUP = "group"
    EVIDENCE = "evidence"
    DECLARATION = "declaration"
    CALCULATED = "calculated"
    NOTE = "note"


LIST_OF_TYPE: Final[Mapping[FieldType, str]] = {
    FieldType.COUNTRY: "countries",
    FieldType.NATIONALITY: "countries",
    FieldType.ETHNICITY: "ethnicities",
}
"""Which of ``names["lists"]`` a type takes its values from, unless the field names one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value to choose, shown while its condition is not false."""

    value: str
    label: Text
    when: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a value must keep to, besides its type."""

    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None
    pattern_message: Text = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    earliest: Expression | None = None
    latest: Expression | None = None
    detail: str = "optional"
    """Of an address: is the house number and street ``required``, ``optional``, ``none``."""
    abroad: bool = False
    """Of an address: may it lie in another country."""
    sex: str | None = None
    """Of a personal id: the field that holds the same person's sex …"""
    born_on: str | None = None
    """… and day of birth; a disagreement only warns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """How many times a group may be answered."""

    min: int = 0
    max: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question."""

    key: str
    type: FieldType
    label: Text
    hint: Text = field(default_factory=dict)
    required: Expression | bool = False
    when: Expression | None = None
    widget: str = ""
    rows: int | None = None
    suffix: Text = field(default_factory=dict)
    autocomplete: str = ""
    read_only: bool = False
    prefill: str | None = None
    options: tuple[Option, ...] = ()
    list_key: str | None = None
    limits: Limits = field(default_factory=Limits)
    repeat: Repeat = field(default_factory=Repeat)
    fields: tuple["Field", ...] = ()
    evidence: str | None = None
    calculate: Expression | None = None

    def expressions(self) -> Iterator[Expression]:
        """Yield every expression of the field and of the fields inside it."""
        own = (self.when, self.calculate, self.limits.earliest, self.limits.latest)
        yield from (item for item in own if item is not None)
        if isinstance(self.required, Expression):
            yield self.required
        yield from (option.when for option in self.options if option.when is not None)
        for inner in self.fields:
            yield from inner.expressions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What must hold between the answers of a page; unknown counts as held."""

    code: str
    check: Expression
    at: str
    message: Text
    hint: Text = field(default_factory=dict)
    clause: str = ""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Questions that belong together, shown as one step."""

    key: str
    title: Text
    fields: tuple[Field, ...]
    help: Text = field(default_factory=dict)
    when: Expression | None = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSchema:
    """A form that was read and found sound."""

    title: Text
    pages: tuple[Page, ...]
    order: tuple[str, ...]
    """The keys of all fields, each after those that its condition reads."""
    schema: str | None = None
    """Extra JSON Schema 2020-12 over the clean answers, as JSON text."""

    def fields(self) -> dict[str, tuple[Page, Field]]:
        """Return each field under its key, with the page that it stands on."""
        return {item.key: (page, item) for page in self.pages for item in page.fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedForm:
    """A form, unless an error stands among the problems."""

    form: FormSchema | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All that is wrong with the answers, and what of them may be kept."""

    problems: tuple[Problem, ...]
    clean: dict[str, JSON]
    """Only visible fields with sound values, in one canonical spelling each."""
    visible: frozenset[str]
    """Keys of pages' fields that are asked, without those inside groups."""

    @property
    def is_complete(self) -> bool:
        """Say whether nothing stands in the way of submitting."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)

"""From a question to a field of a page, for every channel that asks questions.

The design system knows no forms: a question is whatever has the shape of ``Question``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from haidang.kernel.errors import Problem
from haidang.kernel.events import JSON
from haidang.ui.fields import Attached, Field, Kind, Option, Press

Text = Mapping[str, str]

_KINDS: Final[Mapping[str, Kind]] = {
    "multiline": "multiline",
    "integer": "number",
    "decimal": "number",
    "boolean": "radio",
    "choice": "radio",
    "choices": "checkboxes",
    "date": "date",
    "partial_date": "date",
    "time": "time",
    "personal_id": "number",
    "tax_code": "number",
    "money": "money",
    "address": "address",
    "country": "select",
    "nationality": "select",
    "ethnicity": "select",
    "unit": "select",
    "group": "group",
    "evidence": "file",
    "declaration": "checkbox",
    "calculated": "calculated",
    "note": "note",
}
_INPUTS: Final[Mapping[str, Mapping[str, str]]] = {
    "person_name": {"autocomplete": "name"},
    "phone": {"input_type": "tel", "autocomplete": "tel", "size": "medium"},
    "email": {"input_type": "email", "autocomplete": "email"},
    "integer": {"input_mode": "numeric", "size": "short"},
    "decimal": {"input_mode": "decimal", "size": "short"},
    "personal_id": {"input_mode": "numeric", "size": "medium"},
    "tax_code": {"input_mode": "numeric", "size": "medium"},
    "money": {"input_mode": "numeric"},
    "datetime": {"input_type": "datetime-local", "size": "medium"},
}
_FEW: Final = 6


class Bounds(Protocol):
    """What of a question's limits the control shows."""

    @property
    def max_length(self) -> int | None:
        """Return how long a text may be."""

    @property
    def detail(self) -> str:
        """Return whether an address has a house number and street."""

    @property
    def abroad(self) -> bool:
        """Tell whether an address may lie in another country."""


class Asked(Protocol):
    """A question as it stands in its form; ``type`` is one of the words of the forms."""

    @property
    def key(self) -> str:
        """Return the name of the answer."""

    @property
    def type(self) -> str:
        """Return the kind of question."""

    @property
    def label(self) -> Text:
        """Return what is asked."""

    @property
    def hint(self) -> Text:
        """Return how to answer."""

    @property
    def suffix(self) -> Text:
        """Return the unit that stands after the control."""

    @property
    def widget(self) -> str:
        """Return the control that the form wants."""

    @property
    def rows(self) -> int | None:
        """Return the height of a long text."""

    @property
    def read_only(self) -> bool:
        """Tell whether nobody types the answer."""

    @property
    def limits(self) -> Bounds:
        """Return what the answer must keep to."""

    @property
    def evidence(self) -> str | None:
        """Return the paper that a file field holds."""


class Question(Protocol):
    """A question as it is asked now, with what was typed."""

    @property
    def field(self) -> Asked:
        """Return the question itself."""

    @property
    def path(self) -> str:
        """Return the JSON Pointer of its answer."""

    @property
    def required(self) -> bool:
        """Tell whether an answer must be given."""

    @property
    def value(self) -> JSON:
        """Return what was typed."""

    @property
    def options(self) -> Sequence[tuple[str, Text]]:
        """Return what there is to choose from."""

    @property
    def rows(self) -> Sequence[Sequence["Question"]]:
        """Return the questions of each entry of a group."""


class Given(Protocol):
    """A file that was handed in."""

    @property
    def id(self) -> UUID:
        """Return its id."""

    @property
    def key(self) -> str:
        """Return which paper it is."""

    @property
    def source(self) -> str:
        """Return where it came from."""

    @property
    def name(self) -> str:
        """Return its name."""

    @property
    def size(self) -> int:
        """Return its size in bytes."""

    @property
    def sha256(self) -> str:
        """Return the hash of its content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The two tiers of units that addresses choose from, in the dictionary's order."""

    provinces: tuple[Option, ...]
    wards: Mapping[str, tuple[Option, ...]]
    home: str

    def wards_of(self, province: str) -> tuple[Option, ...]:
        """Return the wards of a province, else those of the city itself."""
        return self.wards.get(province) or self.wards.get(self.home, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What surrounds the questions: problems to show, files given, units, what was known.

    Beside the questions that are ``fetchable`` stands a button that asks a register.
    """

    problems: tuple[Problem, ...]
    files: tuple[Given, ...]
    places: Places
    lookup: str
    replaced: Mapping[str, str]
    known: Mapping[str, JSON]
    fetchable: Mapping[str, str] = field(default_factory=dict)


def language() -> str:
    """Return the reader's language, ``vi`` or ``en``."""
    return (get_language() or "vi")[:2]


def said(text: Text) -> str:
    """Return a text of the content in the reader's language, else in Vietnamese."""
    return text.get(language()) or text.get("vi", "")


def size_words(size: int) -> str:
    """Return the size of a file."""
    if size < 1_048_576:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1_048_576:.1f} MB".replace(".", "," if language() == "vi" else ".")


def to_field(shown: Question, *, setting: Setting) -> Field:
    """Return the field that asks a question, with what was typed and what is wrong."""
    item = shown.field
    base = Field(
        name=field_name(shown.path),
        label=said(item.label),
        kind=_kind(shown),
        hint=said(item.hint),
        faults=_faults(shown, setting.problems),
        value=_text(shown.value),
        values=_texts(shown.value),
        options=_options(shown, setting),
        required=shown.required or item.type == "declaration",
        readonly=item.read_only,
        rows=item.rows or 4,
        max_length=item.limits.max_length,
        suffix=said(item.suffix),
        source=_source(shown, setting),
        press=_press(shown, setting),
    )
    base = replace(base, **_INPUTS.get(item.type, {}))  # type: ignore[arg-type]  # all texts
    match item.type:
        case "address":
            return _address(base, shown, setting)
        case "evidence":
            return _files(base, shown, setting)
        case "group":
            return _group(base, shown, setting)
        case _:
            return base


def field_name(path: str) -> str:
    """Return the name of a control from the JSON Pointer of its answer."""
    return path.strip("/").replace("/", ".")


def evidence_key(shown: Question) -> str:
    """Return which piece of evidence a file field holds."""
    return shown.field.evidence or shown.field.key


def problems_of(page_fields: Iterable[Question], problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems that belong to some questions."""
    return [
        problem for problem in problems if any(_belongs(problem, shown) for shown in page_fields)
    ]


def _kind(shown: Question) -> Kind:
    kind = _KINDS.get(shown.field.type, "text")
    is_long = shown.field.type == "choice" and len(shown.options) > _FEW
    return "select" if is_long and shown.field.widget != "radio" else kind


def _faults(shown: Question, problems: Iterable[Problem]) -> tuple[str, ...]:
    if shown.field.type == "group":
        own = [problem for problem in problems if problem.path == shown.path]
    else:
        own = [problem for problem in problems if _belongs(problem, shown)]
    return tuple(f"{problem.text(language())} {said(problem.hint)}".strip() for problem in own)


def _belongs(problem: Problem, shown: Question) -> bool:
    if problem.path == shown.path or problem.path.startswith(f"{shown.path}/"):
        return True
    is_evidence = shown.field.type == "evidence"
    return is_evidence and problem.path == f"/evidence/{evidence_key(shown)}"


def _options(shown: Question, setting: Setting) -> tuple[Option, ...]:
    match shown.field.type:
        case "boolean":
            return (Option(value="true", label=_("Yes")), Option(value="false", label=_("No")))
        case "unit":
            return setting.places.wards_of(setting.places.home)
        case _:
            return tuple(Option(value=value, label=said(label)) for value, label in shown.options)


def _source(shown: Question, setting: Setting) -> str:
    """Say where an answer comes from, as long as the person left it as it came."""
    known = setting.known.get(shown.field.key)
    is_untouched = known is not None and known == shown.value
    return _("Filled in from national data; please check it.") if is_untouched else ""


def _press(shown: Question, setting: Setting) -> Press | None:
    key = shown.field.key
    if key not in setting.fetchable:
        return None
    return Press(name="_fetch", value=key, label=_("Fetch the data"))


def _address(base: Field, shown: Question, setting: Setting) -> Field:
    value = shown.value if isinstance(shown.value, dict) else {}
    province = _text(value.get("province")) or setting.places.home
    parts = [
        Field(
            name=f"{base.name}.province",
            label=_("Province or city"),
            value=province,
            options=setting.places.provinces,
        ),
        Field(
            name=f"{base.name}.ward",
            label=_("Ward, commune or special zone"),
            value=_text(value.get("ward")),
            options=setting.places.wards_of(province),
        ),
    ]
    if shown.field.limits.abroad:
        parts.append(
            Field(
                name=f"{base.name}.country",
                label=_("Country, if abroad (two letters)"),
                value=_text(value.get("country")),
            )
        )
    if shown.field.limits.detail != "none":
        detail = _("House number, street, hamlet or residential group")
        parts.append(
            Field(name=f"{base.name}.detail", label=detail, value=_text(value.get("detail")))
        )
    return replace(base, value="", values=(), parts=tuple(parts), lookup=setting.lookup)


def _files(base: Field, shown: Question, setting: Setting) -> Field:
    key = evidence_key(shown)
    given = tuple(
        Attached(
            id=str(one.id),
            name=one.name,
            note=f"{size_words(one.size)} · SHA-256 {one.sha256[:8]}…{one.sha256[-8:]}",
        )
        for one in setting.files
        if one.key == key and one.source == "upload"
    )
    return replace(
        base,
        value="",
        values=(),
        files=given,
        multiple=True,
        accept=".pdf,.jpg,.jpeg,.png",
        limit=_("PDF, JPEG or PNG."),
        instead=setting.replaced.get(key, ""),
    )


def _group(base: Field, shown: Question, setting: Setting) -> Field:
    entries = tuple(tuple(to_field(inner, setting=setting) for inner in row) for row in shown.rows)
    return replace(base, value="", values=(), entries=entries)


def _text(value: JSON) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, int):
        return str(value)
    return value if isinstance(value, str) else ""


def _decimal(value: float) -> str:
    """Return a number with a comma, as it is typed and read here: a dot parts thousands."""
    return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")


def _texts(value: JSON) -> tuple[str, ...]:
    return tuple(_text(one) for one in value) if isinstance(value, list) else ()

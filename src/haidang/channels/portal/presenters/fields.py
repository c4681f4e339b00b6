"""From a question of a form to a field of a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _

from haidang.channels.portal.presenters import wording
from haidang.channels.portal.presenters.wording import said
from haidang.domain.cases.public import EvidenceView
from haidang.engines.forms import JSON, FieldType, ShownField
from haidang.kernel.errors import Problem
from haidang.ui.fields import Attached, Field, Kind, Option, Press

_KINDS: Final[Mapping[FieldType, Kind]] = {
    FieldType.MULTILINE: "multiline",
    FieldType.INTEGER: "number",
    FieldType.DECIMAL: "number",
    FieldType.BOOLEAN: "radio",
    FieldType.CHOICE: "radio",
    FieldType.CHOICES: "checkboxes",
    FieldType.DATE: "date",
    FieldType.PARTIAL_DATE: "date",
    FieldType.TIME: "time",
    FieldType.PERSONAL_ID: "number",
    FieldType.TAX_CODE: "number",
    FieldType.MONEY: "money",
    FieldType.ADDRESS: "address",
    FieldType.COUNTRY: "select",
    FieldType.NATIONALITY: "select",
    FieldType.ETHNICITY: "select",
    FieldType.UNIT: "select",
    FieldType.GROUP: "group",
    FieldType.EVIDENCE: "file",
    FieldType.DECLARATION: "checkbox",
    FieldType.CALCULATED: "calculated",
    FieldType.NOTE: "note",
}
_INPUTS: Final[Mapping[FieldType, Mapping[str, str]]] = {
    FieldType.PERSON_NAME: {"autocomplete": "name"},
    FieldType.PHONE: {"input_type": "tel", "autocomplete": "tel", "size": "medium"},
    FieldType.EMAIL: {"input_type": "email", "autocomplete": "email"},
    FieldType.INTEGER: {"input_mode": "numeric", "size": "short"},
    FieldType.DECIMAL: {"input_mode": "decimal", "size": "short"},
    FieldType.PERSONAL_ID: {"input_mode": "numeric", "size": "medium"},
    FieldType.TAX_CODE: {"input_mode": "numeric", "size": "medium"},
    FieldType.MONEY: {"input_mode": "numeric"},
    FieldType.DATETIME: {"input_type": "datetime-local", "size": "medium"},
}
_FEW: Final = 6


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
    files: tuple[EvidenceView, ...]
    places: Places
    lookup: str
    replaced: Mapping[str, str]
    known: Mapping[str, JSON]
    fetchable: Mapping[str, str] = field(default_factory=dict)


def to_field(shown: ShownField, *, setting: Setting) -> Field:
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
        required=shown.required or item.type is FieldType.DECLARATION,
        readonly=item.read_only,
        rows=item.rows or 4,
        max_length=item.limits.max_length,
        suffix=said(item.suffix),
        source=_source(shown, setting),
        press=_press(shown, setting),
    )
    base = replace(base, **_INPUTS.get(item.type, {}))  # type: ignore[arg-type]  # all texts
    match item.type:
        case FieldType.ADDRESS:
            return _address(base, shown, setting)
        case FieldType.EVIDENCE:
            return _files(base, shown, setting)
        case FieldType.GROUP:
            return _group(base, shown, setting)
        case _:
            return base


def field_name(path: str) -> str:
    """Return the name of a control from the JSON Pointer of its answer."""
    return path.strip("/").replace("/", ".")


def evidence_key(shown: ShownField) -> str:
    """Return which piece of evidence a file field holds."""
    return shown.field.evidence or shown.field.key


def problems_of(page_fields: Iterable[ShownField], problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems that belong to some questions."""
    return [
        problem for problem in problems if any(_belongs(problem, shown) for shown in page_fields)
    ]


def _kind(shown: ShownField) -> Kind:
    kind = _KINDS.get(shown.field.type, "text")
    is_long = shown.field.type is FieldType.CHOICE and len(shown.options) > _FEW
    return "select" if is_long and shown.field.widget != "radio" else kind


def _faults(shown: ShownField, problems: Iterable[Problem]) -> tuple[str, ...]:
    if shown.field.type is FieldType.GROUP:
        own = [problem for problem in problems if problem.path == shown.path]
    else:
        own = [problem for problem in problems if _belongs(problem, shown)]
    return tuple(
        f"{problem.text(wording.language())} {said(problem.hint)}".strip() for problem in own
    )


def _belongs(problem: Problem, shown: ShownField) -> bool:
    if problem.path == shown.path or problem.path.startswith(f"{shown.path}/"):
        return True
    is_evidence = shown.field.type is FieldType.EVIDENCE
    return is_evidence and problem.path == f"/evidence/{evidence_key(shown)}"


def _options(shown: ShownField, setting: Setting) -> tuple[Option, ...]:
    match shown.field.type:
        case FieldType.BOOLEAN:
            return (Option(value="true", label=_("Yes")), Option(value="false", label=_("No")))
        case FieldType.UNIT:
            return setting.places.wards_of(setting.places.home)
        case _:
            return tuple(Option(value=value, label=said(label)) for value, label in shown.options)


def _source(shown: ShownField, setting: Setting) -> str:
    """Say where an answer comes from, as long as the person left it as it came."""
    known = setting.known.get(shown.field.key)
    is_untouched = known is not None and known == shown.value
    return _("Filled in from national data; please check it.") if is_untouched else ""


def _press(shown: ShownField, setting: Setting) -> Press | None:
    key = shown.field.key
    if key not in setting.fetchable:
        return None
    return Press(name="_fetch", value=key, label=_("Fetch the data"))


def _address(base: Field, shown: ShownField, setting: Setting) -> Field:
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


def _files(base: Field, shown: ShownField, setting: Setting) -> Field:
    key = evidence_key(shown)
    given = tuple(
        Attached(
            id=str(one.id),
            name=one.name,
            note=f"{wording.size_words(one.size)} · SHA-256 {one.sha256[:8]}…{one.sha256[-8:]}",
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


def _group(base: Field, shown: ShownField, setting: Setting) -> Field:
    entries = tuple(tuple(to_field(inner, setting=setting) for inner in row) for row in shown.rows)
    return replace(base, value="", values=(), entries=entries)


def _text(value: JSON) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return value if isinstance(value, str) else ""


def _texts(value: JSON) -> tuple[str, ...]:
    return tuple(_text(one) for one in value) if isinstance(value, list) else ()

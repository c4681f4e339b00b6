"""Describe a form's pages as they stand now, for channels that show one page a step."""

from collections.abc import Mapping
from dataclasses import dataclass

from haidang.engines.expressions import Expression, Names
from haidang.engines.forms.model import JSON, Answers, Field, FieldType, FormSchema, Page, Text
from haidang.engines.forms.places import allowed_values
from haidang.engines.forms.settle import EMPTY, Settled, is_shown, pointer, settle
from haidang.engines.forms.values import is_blank


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """A question as it is asked now."""

    field: Field
    path: str
    """JSON Pointer into the answers, as problems name it."""
    required: bool
    value: JSON
    """What was typed, as it was typed; of a calculated field what was calculated."""
    options: tuple[tuple[str, Text], ...] = ()
    rows: tuple[tuple["ShownField", ...], ...] = ()
    """Of a group: one tuple of questions for each entry, at least as many as must be."""
    blank_row: tuple["ShownField", ...] = ()
    """Of a group: the questions of one more entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """A page that is asked now, with its visible questions."""

    key: str
    title: Text
    help: Text
    fields: tuple[ShownField, ...]


def describe_pages(
    form: FormSchema,
    answers: Answers,
    names: Names,
    *,
    evidence: Mapping[str, int] | None = None,
) -> tuple[ShownPage, ...]:
    """Return the pages and questions asked, in the form's order."""
    settled = settle(form, answers, names=names, evidence=evidence or {})
    return tuple(
        _shown_page(page, answers, settled)
        for page in form.pages
        if is_shown(page, settled.names) and any(f.key in settled.visible for f in page.fields)
    )


def _shown_page(page: Page, answers: Answers, settled: Settled) -> ShownPage:
    fields = tuple(
        _shown_group(item, answers.get(item.key), settled)
        if item.type is FieldType.GROUP
        else _shown_field(item, pointer(item.key), _value(item, answers, settled), settled.names)
        for item in page.fields
        if item.key in settled.visible
    )
    return ShownPage(key=page.key, title=page.title, help=page.help, fields=fields)


def _value(item: Field, answers: Answers, settled: Settled) -> JSON:
    given = answers.get(item.key)
    is_ours = item.type is FieldType.CALCULATED or is_blank(given)
    return settled.known.get(item.key) if is_ours else given


def _shown_field(item: Field, path: str, value: JSON, names: Names) -> ShownField:
    required = item.required
    if isinstance(required, Expression):
        required = required.is_true(names) is True
    options = tuple(allowed_values(item, names).items())
    return ShownField(field=item, path=path, required=required, value=value, options=options)


def _shown_group(group: Field, given: JSON, settled: Settled) -> ShownField:
    entries = [one if isinstance(one, dict) else EMPTY for one in _as_list(given)]
    entries = entries[: group.repeat.max]
    entries += [EMPTY] * (group.repeat.min - len(entries))
    clean = {row.index: row.values for row in settled.rows.get(group.key, [])}
    rows = tuple(
        _shown_row(group, at, entry, clean.get(at, {}), settled.names)
        for at, entry in enumerate(entries)
    )
    return ShownField(
        field=group,
        path=pointer(group.key),
        required=group.repeat.min > 0 or group.required is True,
        value=given,
        rows=rows,
        blank_row=_shown_row(group, len(entries), EMPTY, {}, settled.names),
    )


def _shown_row(
    group: Field,
    at: int,
    entry: Mapping[str, JSON],
    values: Mapping[str, JSON],
    names: Names,
) -> tuple[ShownField, ...]:
    names = {**names, "row": values}
    return tuple(
        _shown_field(
            item,
            pointer(group.key, at, item.key),
            values.get(item.key) if item.type is FieldType.CALCULATED else entry.get(item.key),
            names,
        )
        for item in group.fields
        if is_shown(item, names)
    )


def _as_list(value: JSON) -> list[JSON]:
    return value if isinstance(value, list) else []

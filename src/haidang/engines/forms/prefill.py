"""Fill in what registries already know, so that nobody types it again."""

from collections.abc import Mapping

from haidang.engines.expressions import Names
from haidang.engines.forms.model import JSON, Field, FieldType, FormSchema
from haidang.engines.forms.values import is_blank, read_value

_NO_NAMES: Names = {}


def prefill(
    form: FormSchema,
    sources: Mapping[str, object],
    *,
    names: Names = _NO_NAMES,
) -> dict[str, JSON]:
    """Return answers for the fields that name a source which holds a fitting value.

    A field's ``prefill`` is a dotted path into the sources (``birth_notice.child_name``).
    A group's path leads to a list; the paths of its fields start at one of its entries,
    and without a path the field's own key is looked up. What does not fit its field's
    type is left out: the person then answers as usual.
    """
    filled: dict[str, JSON] = {}
    for page in form.pages:
        for item in page.fields:
            if item.prefill:
                value = _value(item, _follow(sources, item.prefill), names)
                if value is not None:
                    filled[item.key] = value
    return filled


def _value(item: Field, found: object, names: Names) -> JSON:
    if item.type in {FieldType.NOTE, FieldType.CALCULATED, FieldType.DECLARATION}:
        return None
    if item.type is FieldType.GROUP:
        return _rows(item, found, names)
    answer = _as_json(found)
    return None if is_blank(answer) else read_value(item, answer, names).value


def _rows(group: Field, found: object, names: Names) -> JSON:
    if not isinstance(found, list | tuple):
        return None
    rows: list[JSON] = []
    for entry in found[: group.repeat.max]:
        if not isinstance(entry, Mapping):
            continue
        pairs = {
            item.key: _value(item, _follow(entry, item.prefill or item.key), names)
            for item in group.fields
        }
        row: dict[str, JSON] = {key: value for key, value in pairs.items() if value is not None}
        if row:
            rows.append(row)
    return rows or None


def _follow(source: Mapping[str, object], path: str) -> object:
    value: object = source
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _as_json(value: object) -> JSON:
    """Return a registry's value as JSON; days and other scalars as their text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

"""Say a form as JSON Schema 2020-12, for the REST interface and its description."""

import json
from collections.abc import Mapping
from typing import Final

from haidang.engines.forms.model import JSON, Field, FieldType, FormSchema

_DIGITS: Final = r"^[0-9]{1,8}$"
_TYPES: Final[Mapping[FieldType, dict[str, JSON]]] = {
    FieldType.INTEGER: {"type": "integer"},
    FieldType.DECIMAL: {"type": "number"},
    FieldType.MONEY: {"type": "integer", "description": "VND"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DECLARATION: {"const": True},
    FieldType.DATE: {"type": "string", "format": "date"},
    FieldType.PARTIAL_DATE: {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    FieldType.TIME: {"type": "string", "pattern": r"^\d{2}:\d{2}$"},
    FieldType.DATETIME: {"type": "string", "format": "date-time"},
    FieldType.PERSONAL_ID: {"type": "string", "pattern": r"^[0-9]{12}$"},
    FieldType.TAX_CODE: {"type": "string", "pattern": r"^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$"},
    FieldType.EMAIL: {"type": "string", "format": "email"},
    FieldType.UNIT: {"type": "string", "pattern": _DIGITS},
    FieldType.EVIDENCE: {"type": "array", "items": {"type": "string"}},
}


def to_json_schema(form: FormSchema) -> dict[str, JSON]:
    """Return the schema of the clean answers; conditions are told in ``x-when``.

    Only what must be there whatever is answered stands in ``required``.
    """
    items = [(page, item) for page in form.pages for item in page.fields]
    asked = [(page, item) for page, item in items if item.type is not FieldType.NOTE]
    always = [item for page, item in asked if page.when is None]
    schema: dict[str, JSON] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.title.get("en") or form.title.get("vi", ""),
        "type": "object",
        "properties": {item.key: _property(item) for _, item in asked},
        "required": _required(always),
        "additionalProperties": False,
    }
    if form.schema is not None:
        schema["allOf"] = [json.loads(form.schema)]
    return schema


def _property(item: Field) -> JSON:
    shape = {**_shape(item), **_limits(item)}
    shape["title"] = item.label.get("en") or item.label.get("vi", "")
    if item.when is not None:
        shape["x-when"] = item.when.source
    if item.type is FieldType.CALCULATED:
        shape["readOnly"] = True
    return shape


def _shape(item: Field) -> dict[str, JSON]:
    values: list[JSON] = [option.value for option in item.options]
    match item.type:
        case FieldType.CHOICE:
            return {"type": "string", **({"enum": values} if values else {})}
        case FieldType.CHOICES:
            items: dict[str, JSON] = {"enum": values} if values else {"type": "string"}
            return {"type": "array", "items": items, "uniqueItems": True}
        case FieldType.GROUP:
            return _group(item)
        case FieldType.ADDRESS:
            return _address(item)
        case FieldType.CALCULATED:
            return {}
        case _:
            return dict(_TYPES.get(item.type, {"type": "string"}))


def _group(item: Field) -> dict[str, JSON]:
    asked = [inner for inner in item.fields if inner.type is not FieldType.NOTE]
    row: dict[str, JSON] = {
        "type": "object",
        "properties": {inner.key: _property(inner) for inner in asked},
        "required": _required(asked),
    }
    limits: dict[str, JSON] = {"minItems": item.repeat.min, "maxItems": item.repeat.max}
    return {"type": "array", "items": row, **limits}


def _address(item: Field) -> dict[str, JSON]:
    keys = ["province", "ward"]
    properties: dict[str, JSON] = {key: {"type": "string", "pattern": _DIGITS} for key in keys}
    properties["detail"] = {"type": "string", "maxLength": 250}
    needed: list[JSON] = [*keys, "detail"] if item.limits.detail == "required" else [*keys]
    if item.limits.abroad:
        properties["country"] = {"type": "string", "pattern": "^[A-Z]{2,3}$"}
        needed = []
    return {"type": "object", "properties": properties, "required": needed}


def _limits(item: Field) -> dict[str, JSON]:
    limits = item.limits
    is_many = item.type is FieldType.CHOICES
    found: dict[str, JSON] = {
        "minLength": limits.min_length or None,
        "maxLength": limits.max_length,
        "pattern": f"^(?:{limits.pattern})$" if limits.pattern else None,
        "minItems" if is_many else "minimum": limits.minimum,
        "maxItems" if is_many else "maximum": limits.maximum,
    }
    return {key: value for key, value in found.items() if value is not None}


def _required(items: list[Field]) -> list[JSON]:
    return [item.key for item in items if item.required is True and item.when is None]

"""The description of a table as JSON Schema (2020-12), for people and programs elsewhere."""

from collections.abc import Mapping
from typing import Final

from haidang.config.exit_kit.plain import opened_columns
from haidang.config.exit_kit.tables import Column, Table
from haidang.kernel.events import JSON

_INTEGER: Final[Mapping[str, JSON]] = {"type": "integer"}
_TEXT: Final[Mapping[str, JSON]] = {"type": "string"}
_BYTES: Final[Mapping[str, JSON]] = {
    "type": "string",
    "pattern": r"^\\x([0-9a-f]{2})*$",
    "description": "bytes: a backslash, x, two hexadecimal digits each",
}
_KINDS: Final[Mapping[str, Mapping[str, JSON]]] = {
    "bigint": _INTEGER,
    "integer": _INTEGER,
    "smallint": _INTEGER,
    "boolean": {"type": "boolean"},
    "double precision": {"type": "number"},
    "uuid": {"type": "string", "format": "uuid"},
    "date": {"type": "string", "format": "date"},
    "timestamp with time zone": {
        "type": "string",
        "format": "date-time",
        "description": "an instant in UTC, to the microsecond",
    },
    "ARRAY": {"type": "array"},
    "jsonb": {"description": "any JSON"},
    "json": {"description": "any JSON"},
    "bytea": _BYTES,
    "tsvector": {"type": "string", "description": "derived: words for PostgreSQL's text search"},
}


def schema_of(table: Table) -> dict[str, JSON]:
    """Return the schema of one line of a table."""
    references: dict[str, JSON] = {one.column: one.target for one in table.references}
    opened = opened_columns(table.name)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:haidang:exit-kit:1:{table.name}",
        "title": table.name,
        "description": table.about,
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in table.names if name not in opened.dropped],
        "properties": {
            column.name: _property(column, opened.plain.get(column.name))
            for column in table.columns
            if column.name not in opened.dropped
        }
        | {name: {**_TEXT, "description": about} for name, about in opened.added.items()},
        "x-key": list(table.key),
        "x-references": references,
    }


def _property(column: Column, plain: str | None) -> JSON:
    found = {**_TEXT, "description": plain} if plain else {**_KINDS.get(column.kind, _TEXT)}
    kind = found.get("type")
    if column.nullable and isinstance(kind, str):
        found["type"] = [kind, "null"]
    return found

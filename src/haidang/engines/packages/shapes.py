"""Compare a file with its shape, and read the plain parts that several packages share."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

import jsonschema_rs

from haidang.engines.packages.model import LegalBasis
from haidang.engines.packages.report import PackageProblem
from haidang.engines.packages.schemas import Schema
from haidang.engines.packages.source import JSON, Source, pointer

_KINDS: Final = jsonschema_rs.ValidationErrorKind


def check_shape(source: Source, schema: Schema) -> list[PackageProblem]:
    """Return every place where a file does not have its shape."""
    validator = _validator(json.dumps(schema, sort_keys=True))
    return [
        problem
        for fault in validator.iter_errors(source.data)
        for problem in _tell(source, schema, fault)
    ]


@lru_cache(maxsize=64)
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema)


def _tell(
    source: Source, schema: Schema, fault: jsonschema_rs.ValidationError
) -> Iterator[PackageProblem]:
    path = pointer(*fault.instance_path)
    kind = fault.kind
    if isinstance(kind, _KINDS.AdditionalProperties):
        known = _known_keys(schema, fault.schema_path)
        for key in kind.unexpected:
            close = get_close_matches(key, known, n=1, cutoff=0.4)
            yield source.fault(
                "HD201", path + pointer(key), key=key, close=close[0] if close else "-"
            )
    elif isinstance(kind, _KINDS.Required):
        yield source.fault("HD202", path, key=kind.property)
    elif isinstance(kind, _KINDS.Pattern):
        shown = str(fault.instance)[:60]
        yield source.fault("HD205", path, value=shown, pattern=kind.pattern)
    else:
        code = "HD204" if isinstance(kind, _KINDS.Enum) else "HD203"
        yield source.fault(code, path, reason=fault.message[:200].rstrip("."))


def _known_keys(schema: Schema, path: Sequence[str | int]) -> list[str]:
    """Walk to the schema that refused a key and list the keys that it knows."""
    inner: JSON = dict(schema)
    for part in path[:-1]:
        if isinstance(inner, dict):
            inner = inner.get(str(part))
        elif isinstance(inner, list) and isinstance(part, int):
            inner = inner[part]
    return list(mapping(mapping(inner).get("properties")))


def read_date(value: JSON) -> date | None:
    """Return the day that a text means, else None."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def check_dates(source: Source, path: str, row: Mapping[str, JSON]) -> Iterator[PackageProblem]:
    """Check that the dates of a row exist and stand in order."""
    for key in ("valid_from", "valid_until", "from", "until", "on", "today"):
        value = row.get(key)
        if isinstance(value, str) and read_date(value) is None:
            yield source.fault("HD212", f"{path}/{key}", value=value[:40])
    start, until = read_date(row.get("valid_from")), read_date(row.get("valid_until"))
    if start and until and until < start:
        yield source.fault(
            "HD208", f"{path}/valid_until", start=start.isoformat(), until=until.isoformat()
        )


def check_unique(
    source: Source, path: str, rows: list[Mapping[str, JSON]], key: str
) -> Iterator[PackageProblem]:
    """Check that no two rows have the same key."""
    seen: set[str] = set()
    for index, row in enumerate(rows):
        value = text(row.get(key))
        if value and value in seen:
            yield source.fault("HD209", f"{path}/{index}/{key}", key=value)
        seen.add(value)


def text(value: JSON) -> str:
    """Return a text as it stands, true and false in words, nothing as nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def texts(value: JSON) -> dict[str, str]:
    """Return a text by language."""
    return {key: text(item) for key, item in value.items()} if isinstance(value, dict) else {}


def words(value: JSON) -> tuple[str, ...]:
    """Return a list of texts."""
    return tuple(text(item) for item in value) if isinstance(value, list) else ()


def rows(value: JSON) -> list[Mapping[str, JSON]]:
    """Return the maps of a list; anything else in it was told as a fault of shape."""
    listed = value if isinstance(value, list) else []
    return [item if isinstance(item, dict) else {} for item in listed]


def whole(value: JSON, default: int = 0) -> int:
    """Return a whole number, else the default."""
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def mapping(value: JSON) -> Mapping[str, JSON]:
    """Return a map, else an empty one."""
    return value if isinstance(value, dict) else {}


def legal_basis(value: JSON) -> tuple[LegalBasis, ...]:
    """Read a list of legal bases."""
    return tuple(
        LegalBasis(
            number=text(row.get("number")),
            title=texts(row.get("title")),
            articles=text(row.get("articles")),
            valid_from=read_date(row.get("valid_from")),
            valid_until=read_date(row.get("valid_until")),
        )
        for row in rows(value)
    )

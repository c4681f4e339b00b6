"""What changed between two records of one procedure, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from haidang.engines.national.record import JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One value that changed; ``path`` is a JSON Pointer, an absent value is empty text."""

    path: str
    old: str
    new: str


def compare_records(old: Mapping[str, JSON], new: Mapping[str, JSON]) -> tuple[FieldChange, ...]:
    """Return every change, in the order of the fields."""
    before, after = dict(_leaves(dict(old), "")), dict(_leaves(dict(new), ""))
    paths = dict.fromkeys([*before, *after])
    return tuple(
        FieldChange(path=path, old=before.get(path, ""), new=after.get(path, ""))
        for path in paths
        if before.get(path, "") != after.get(path, "")
    )


def _leaves(value: JSON, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _leaves(inner, f"{path}/{at}")
    else:
        yield path, "" if value is None else str(value)

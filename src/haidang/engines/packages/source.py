"""Files of a package with the place of every value, so that a fault can be pointed at.

YAML is read as JSON-like data: texts, whole and decimal numbers, true, false, null, lists
and maps. Dates and times stay texts; keys are always texts (``on`` and ``no`` too); a key
that stands twice, a tag and an alias are faults.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import yaml

from haidang.engines.packages.report import PackageProblem, build, make

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
Place: TypeAlias = tuple[int, int]

_INTEGER: Final = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9]\d*)\.\d+", re.ASCII)
_WORDS: Final[Mapping[str, bool | None]] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
_QUOTED: Final = frozenset({"'", '"', "|", ">"})
_MAX_BYTES: Final = 2_000_000
_MAX_DEPTH: Final = 40


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its data and where each value stands (by JSON Pointer)."""

    file: str
    data: JSON = None
    places: Mapping[str, Place] = field(default_factory=dict)

    def place(self, path: str) -> Place:
        """Return line and column of a value, else of the nearest thing that holds it."""
        while path and path not in self.places:
            path = path.rpartition("/")[0]
        return self.places.get(path, (1, 1))

    def mapping(self) -> Mapping[str, JSON]:
        """Return the data if it is a map, else an empty one."""
        return self.data if isinstance(self.data, dict) else {}

    def fault(self, code: str, path: str = "", /, **params: str | int) -> PackageProblem:
        """Make a fault that points at a value of this file."""
        return build(code, file=self.file, at=self.place(path), path=path, params=params)


def pointer(*parts: str | int) -> str:
    """Join the parts of a path to a JSON Pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def read_yaml(file: str, raw: bytes) -> tuple[Source, list[PackageProblem]]:
    """Read a YAML file; the data is None where it cannot be read at all."""
    try:
        text = raw[: _MAX_BYTES + 1].decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        return Source(file), [make("HD104", file=file, at=(line, 1))]
    if len(raw) > _MAX_BYTES:
        return Source(file), [make("HD105", file=file, limit=_MAX_BYTES)]
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Source(file), [make("HD102", file=file, at=at, reason=fault.problem or "?")]
    except yaml.YAMLError as fault:
        return Source(file), [make("HD102", file=file, at=(1, 1), reason=str(fault))]
    reader = _Reader(file=file)
    data = reader.read(node, "", 0) if node is not None else None
    return Source(file, data, reader.places), reader.problems


@dataclass(slots=True)
class _Reader:
    """Turns nodes into data and remembers their places."""

    file: str
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[PackageProblem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def read(self, node: yaml.Node, path: str, depth: int) -> JSON:
        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.places.setdefault(path, place)
        if depth > _MAX_DEPTH or id(node) in self.seen:
            self.problems.append(make("HD106", file=self.file, at=place, path=path))
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return [
                self.read(item, f"{path}/{index}", depth + 1)
                for index, item in enumerate(node.value)
            ]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: str, depth: int) -> JSON:
        data: dict[str, JSON] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            inner = path + pointer(key)
            if key in data:
                self.problems.append(make("HD103", file=self.file, at=place, path=inner, key=key))
                continue
            self.places[inner] = place
            data[key] = self.read(value_node, inner, depth + 1)
        return data


def _scalar(node: yaml.Node) -> JSON:
    text = str(node.value)
    if getattr(node, "style", None) in _QUOTED:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text

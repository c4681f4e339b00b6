"""Evaluate a compiled expression; what is not known stays unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

import cel

from haidang.engines.expressions.functions import FUNCTIONS, read_day
from haidang.engines.expressions.model import UNKNOWN, Names, Unknown, Value
from haidang.engines.expressions.scan import Path
from haidang.kernel.money import Money

_FUNCTIONS: Final = dict(FUNCTIONS)
_FAULTS: Final = (LookupError, RuntimeError, TypeError, ValueError, ArithmeticError)
_MAX_DEPTH: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expression:
    """A compiled expression; two of the same source are the same object."""

    source: str
    names_read: frozenset[str]
    """Dotted paths, such as ``answers.child.sex``; ``today`` where ``today()`` is called."""
    _program: cel.Program
    _reads: tuple[Path, ...]
    _asked: tuple[tuple[str, Path], ...]
    """Each ``has(path)`` under the variable that stands for it in the program."""

    def evaluate(self, names: Names) -> Value | Unknown:
        """Return the value; UNKNOWN when a name is missing or a value does not fit.

        ``false && unknown`` is false and ``true || unknown`` is true. A name whose
        value is None counts as missing.
        """
        variables = self._variables(names)
        try:
            return _plain(self._program.execute(cel.Context(variables, _FUNCTIONS)))
        except _FAULTS:
            return UNKNOWN

    def is_true(self, names: Names) -> bool | None:
        """Return true or false, and None for what is unknown or no truth value."""
        value = self.evaluate(names)
        return value if isinstance(value, bool) else None

    def missing(self, names: Names) -> frozenset[str]:
        """List the paths read for which the names hold nothing."""
        paths = (tuple(path.split(".")) for path in self.names_read)
        return frozenset(".".join(path) for path in paths if _follow(names, path) is None)

    def _variables(self, names: Names) -> dict[str, object]:
        variables: dict[str, object] = {}
        for path in self._reads:
            _place(variables, names, path)
        for variable, path in self._asked:
            variables[variable] = _follow(names, path) is not None
        today = read_day(names.get("today"))
        if today is not None:
            variables["__today"] = today.isoformat()
        return variables


def _place(variables: dict[str, object], names: Names, path: Path) -> None:
    """Hand over only what is read: the whole of a thousand answers would be copied."""
    root = path[0]
    given = names.get(root)
    if len(path) == 1 or not isinstance(given, Mapping):
        value = _native(given)
        if value is not None:
            variables[root] = value
        return
    held = variables.setdefault(root, {})
    value = _native(given.get(path[1]))
    if value is not None and isinstance(held, dict):
        held[path[1]] = value


def _follow(names: Names, path: Path) -> object:
    value: object = names
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _native(value: object, depth: int = 0) -> object:
    """Turn a value into what CEL holds; None for what it cannot hold."""
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _native_many(value, depth + 1) if depth < _MAX_DEPTH else None
    if isinstance(value, Money):
        return value.dong
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value if isinstance(value, datetime) and value.tzinfo else value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, str | bool | int | float) else None


def _native_many(value: Mapping[object, object] | Iterable[object], depth: int) -> object:
    if isinstance(value, Mapping):
        pairs = ((str(key), _native(item, depth)) for key, item in value.items())
        return {key: item for key, item in pairs if item is not None}
    return [_native(item, depth) for item in value]


def _plain(value: object) -> Value | Unknown:
    """Accept only values of our own language; anything else is unknown."""
    if value is None or isinstance(value, bool | int | float | str | datetime):
        return value
    if isinstance(value, list):
        return [item for item in map(_plain, value) if not isinstance(item, Unknown)]
    if isinstance(value, dict):
        pairs = ((str(key), _plain(item)) for key, item in value.items())
        return {key: item for key, item in pairs if not isinstance(item, Unknown)}
    return UNKNOWN

"""Compile the source of an expression, once."""

import copyreg
import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

import cel

from haidang.engines.expressions.functions import BUILT_IN, FUNCTIONS
from haidang.engines.expressions.model import ExpressionError
from haidang.engines.expressions.run import Expression
from haidang.engines.expressions.scan import Mention, Path, scan

_MAX_LENGTH: Final = 4000
_PLACE: Final = re.compile(r"<input>:(\d+):(\d+): (?:Syntax error: )?([^\n]*)")


@lru_cache(maxsize=16384)
def compile_expression(source: str) -> Expression:
    """Compile an expression of package data.

    Raises ExpressionError, with line and column, for what is not CEL, for an unknown
    function, and for an expression that is too long.
    """
    if not source.strip():
        raise ExpressionError("The expression is empty.")
    if len(source) > _MAX_LENGTH:
        raise ExpressionError(f"The expression has more than {_MAX_LENGTH} characters.")
    _compile(source)
    mentions = scan(source)
    _check_calls(source, mentions)
    asked = _asked(mentions)
    return Expression(
        source=source,
        names_read=frozenset(".".join(item.path) for item in mentions if item.kind != "call"),
        _program=_compile(_rewrite(source, mentions, asked)),
        _reads=tuple(dict.fromkeys(item.path[:2] for item in _reads(mentions))),
        _asked=tuple((variable, path) for path, variable in asked.items()),
    )


def _compile(source: str) -> cel.Program:
    try:
        return cel.compile(source)
    except ValueError as fault:
        found = _PLACE.search(str(fault))
        if found is None:
            raise ExpressionError(str(fault)) from fault
        line, column, message = found.groups()
        raise ExpressionError(message, line=int(line), column=int(column)) from fault


def _check_calls(source: str, mentions: list[Mention]) -> None:
    known = BUILT_IN | FUNCTIONS.keys()
    for mention in mentions:
        name = mention.path[0]
        if mention.kind == "call" and name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f" Did you mean “{close[0]}”?" if close else ""
            line, column = _position(source, mention.start)
            message = f"There is no function “{name}”.{hint}"
            raise ExpressionError(message, line=line, column=column)


def _position(source: str, offset: int) -> tuple[int, int]:
    before = source[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _asked(mentions: list[Mention]) -> dict[Path, str]:
    paths = dict.fromkeys(item.path for item in mentions if item.kind == "has")
    return {path: f"__has_{number}" for number, path in enumerate(paths)}


def _reads(mentions: list[Mention]) -> list[Mention]:
    """Leave out ``answers.a`` where the whole of ``answers`` is read too."""
    reads = [item for item in mentions if item.kind == "read"]
    whole = {item.path[0] for item in reads if len(item.path) == 1}
    return [item for item in reads if len(item.path) == 1 or item.path[0] not in whole]


def _rewrite(source: str, mentions: list[Mention], asked: dict[Path, str]) -> str:
    """Put variables for ``has(path)`` and ``today()``, which we answer ourselves.

    The library's ``has(a.b.c)`` fails when ``a.b`` is missing; ours is then false.
    """
    for mention in reversed(mentions):
        if mention.kind == "has":
            word = asked[mention.path]
        elif mention.kind == "today":
            word = "__today"
        else:
            continue
        source = source[: mention.start] + word + source[mention.end :]
    return source


def _as_source(expression: Expression) -> tuple[object, tuple[str]]:
    return compile_expression, (expression.source,)


copyreg.pickle(Expression, _as_source)  # type: ignore[arg-type]  # a cached function is one too

"""Read an expression's source as tokens: which names it reads, and where what stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

_TOKEN: Final = re.compile(
    r"(?P<space>\s+|//[^\n]*)"
    r"|(?P<string>[rRbB]{0,2}(?:\"{3}.*?\"{3}|'{3}.*?'{3}"
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'))"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_WORDS: Final = frozenset(
    {
        *("true", "false", "null", "in", "int", "uint", "double", "string", "bool"),
        *("bytes", "list", "map", "null_type", "type"),
    },
)
_MACROS: Final = frozenset({"all", "exists", "exists_one", "map", "filter"})

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token, and where it begins and ends in the source."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A run of tokens that means one thing: a path read, ``has(path)`` or ``today()``."""

    kind: Literal["read", "has", "today", "call"]
    path: Path
    start: int
    end: int


def scan(source: str) -> list[Mention]:
    """List what the source mentions, in its order; variables bound by macros left out."""
    tokens = list(_tokens(source))
    bound = _bound_names(tokens)
    return [mention for mention in _mentions(tokens) if mention.path[0] not in bound]


def _tokens(source: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup or "sign"
        if kind != "space":
            yield Token(kind=kind, text=match.group(), start=match.start(), end=match.end())


def _bound_names(tokens: list[Token]) -> set[str]:
    """Find the ``x`` of ``list.exists(x, …)``."""
    return {
        tokens[at + 3].text
        for at in range(len(tokens) - 4)
        if tokens[at].text == "."
        and tokens[at + 1].text in _MACROS
        and tokens[at + 2].text == "("
        and tokens[at + 3].kind == "name"
        and tokens[at + 4].text == ","
    }


def _mentions(tokens: list[Token]) -> Iterator[Mention]:
    at = 0
    while at < len(tokens):
        if tokens[at].kind != "name" or _text(tokens, at - 1) == ".":
            if _is_method(tokens, at):
                yield _mention("call", (tokens[at].text,), tokens, at, at)
            at += 1
            continue
        mention, at = _mention_at(tokens, at)
        if mention is not None:
            yield mention


def _mention_at(tokens: list[Token], at: int) -> tuple[Mention | None, int]:
    word = tokens[at].text
    called = _text(tokens, at + 1) == "("
    if word == "has" and called and _is_name(tokens, at + 2):
        path, last = _path(tokens, at + 2)
        if _text(tokens, last + 1) == ")" and len(path) > 1:
            return _mention("has", path, tokens, at, last + 1), last + 2
    if word == "today" and called and _text(tokens, at + 2) == ")":
        return _mention("today", ("today",), tokens, at, at + 2), at + 3
    if called:
        return _mention("call", (word,), tokens, at, at), at + 1
    if word in _WORDS:
        return None, at + 1
    path, last = _path(tokens, at)
    return _mention("read", path, tokens, at, last), last + 1


def _path(tokens: list[Token], at: int) -> tuple[Path, int]:
    """Follow ``a.b["c"]`` from its first name; a method's name does not belong to it."""
    path = [tokens[at].text]
    while True:
        if _text(tokens, at + 1) == "." and _is_name(tokens, at + 2):
            if _text(tokens, at + 3) == "(":
                break
            path.append(tokens[at + 2].text)
            at += 2
        elif _is_key(tokens, at + 1):
            path.append(tokens[at + 2].text[1:-1])
            at += 3
        else:
            break
    return tuple(path), at


def _is_key(tokens: list[Token], at: int) -> bool:
    """Say whether ``["key"]`` stands here, with a plain text as key."""
    return (
        _text(tokens, at) == "["
        and _text(tokens, at + 2) == "]"
        and tokens[at + 1].kind == "string"
        and re.fullmatch(r"(['\"])[^\\'\"]*\1", tokens[at + 1].text) is not None
    )


def _is_method(tokens: list[Token], at: int) -> bool:
    return _is_name(tokens, at) and _text(tokens, at + 1) == "("


def _is_name(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "name"


def _text(tokens: list[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _mention(
    kind: Literal["read", "has", "today", "call"],
    path: Path,
    tokens: list[Token],
    first: int,
    last: int,
) -> Mention:
    return Mention(kind=kind, path=path, start=tokens[first].start, end=tokens[last].end)

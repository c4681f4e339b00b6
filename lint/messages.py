"""Find the messages that Python files and templates show: their ids, contexts and places."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.template import TemplateSyntaxError
from django.utils.translation.template import templatize

from lint.findings import Files

_ONE: Final = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
_MANY: Final = frozenset({"ngettext", "ngettext_lazy"})
_IN_CONTEXT: Final = frozenset({"pgettext", "pgettext_lazy"})
_MANY_IN_CONTEXT: Final = frozenset({"npgettext", "npgettext_lazy"})
_TEXT: Final = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL: Final = re.compile(rf"\b(_|n?p?gettext)\(\s*{_TEXT}(?:\s*,\s*{_TEXT})?(?:\s*,\s*{_TEXT})?")


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One text for people, in English as the source has it."""

    text: str
    plural: str = ""
    context: str = ""


Place = tuple[str, int]


def messages_of(files: Files) -> dict[Message, Place]:
    """Return every message of the platform with the first place that shows it."""
    found: dict[Message, Place] = {}
    for path, text in files.items():
        if not path.startswith("src/") or "/tests/" in path:
            continue
        for line, message in _messages_in(path, text):
            found.setdefault(message, (path, line))
    return found


def _messages_in(path: str, text: str) -> Iterator[tuple[int, Message]]:
    if path.endswith(".py"):
        yield from messages_of_python(text)
    elif "/templates/" in path and path.endswith((".html", ".txt")):
        yield from messages_of_template(text, path)


def messages_of_python(source: str) -> Iterator[tuple[int, Message]]:
    """Yield the messages of a Python file; functions are known by any name they are given."""
    tree = ast.parse(source)
    names = _aliases(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            arguments = [
                item.value
                for item in node.args
                if isinstance(item, ast.Constant) and isinstance(item.value, str)
            ]
            name = _name(node.func)
            message = _message(names.get(name, name), arguments)
            if message is not None:
                yield node.lineno, message


def messages_of_template(source: str, path: str) -> Iterator[tuple[int, Message]]:
    """Yield the messages of a template; a template with a fault raises SyntaxError."""
    try:
        code = templatize(source, origin=path)
    except (TemplateSyntaxError, SyntaxError) as error:
        raise SyntaxError(f"{path}: {error}") from error
    for call in _CALL.finditer(code):
        arguments = [ast.literal_eval(text) for text in call.groups()[1:] if text]
        message = _message(call.group(1), arguments)
        if message is not None:
            yield code.count("\n", 0, call.start()) + 1, message


def _aliases(tree: ast.Module) -> dict[str, str]:
    return {
        name.asname: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname
    }


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _message(name: str, arguments: list[str]) -> Message | None:
    match arguments:
        case [text, *_] if name in _ONE and text:
            return Message(text)
        case [text, plural, *_] if name in _MANY:
            return Message(text, plural=plural)
        case [context, text, *_] if name in _IN_CONTEXT:
            return Message(text, context=context)
        case [context, text, plural, *_] if name in _MANY_IN_CONTEXT:
            return Message(text, plural=plural, context=context)
        case _:
            return None

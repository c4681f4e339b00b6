"""The reference pages: settings, events, tasks, addresses and the command line."""

import dataclasses
import inspect
import typing
from collections.abc import Iterable, Iterator

import typer
from django.urls import URLPattern, URLResolver, get_resolver
from procrastinate.contrib.django import app as queue

from haidang.blocks.outbox import public as outbox
from haidang.config.cli import app as command_line
from haidang.config.env import describe_settings
from haidang.kernel.events import Event, event_types


def settings_page() -> str:
    """Return the page of settings."""
    rows = [(f"`{name}`", kind, _code(default), meaning)
            for name, kind, default, meaning in describe_settings()]  # fmt: skip
    return _page(
        "Settings",
        "Environment variables. An unknown or malformed one refuses to start, all faults at once. "
        "A secret may stand in a file: the same name with `_FILE`, holding the file's path.",
        _table(("name", "type", "default", "meaning"), rows),
    )


def events_page() -> str:
    """Return the page of events, each with its facts and who hears it."""
    heard = outbox.subscriptions()
    parts = []
    for code, kind in sorted(event_types().items()):
        if not kind.__module__.startswith("haidang.") or ".tests." in kind.__module__:
            continue
        facts = [(f"`{item.name}`", f"`{_type_name(kind, item.name)}`")
                 for item in dataclasses.fields(kind)]  # fmt: skip
        hearers = ", ".join(f"`{name}`" for name in sorted(heard.get(code, ()))) or "nobody"
        parts.append(
            f"## {code}\n\n`{kind.__module__}.{kind.__qualname__}`: {_first_line(kind)}\n\n"
            f"Heard by: {hearers}.\n\n" + _table(("fact", "type"), facts)
        )
    return _page(
        "Events",
        "What the modules say happened. An event is recorded in the transaction of the act and "
        "delivered to its hearers at least once; each hearer acts on it exactly once.",
        "\n".join(parts),
    )


def tasks_page() -> str:
    """Return the page of background work."""
    times = {item.task.name: item.cron for item in queue.periodic_registry.periodic_tasks.values()}
    known = {name: (task.queue, _first_line(task.function))
             for name, task in outbox.known_tasks().items()}  # fmt: skip
    for name, task in queue.tasks.items():
        if name not in known and not name.startswith(("builtin:", "procrastinate.")):
            known[name] = (task.queue, _first_line(task.func))
    rows = [
        (f"`{name}`", queue_name, _code(times.get(name, "")), meaning)
        for name, (queue_name, meaning) in sorted(known.items())
        if _is_ours(name)
    ]
    return _page(
        "Background work",
        "Kinds of jobs that a worker does. A job is written in the transaction of the act that "
        "needs it, runs after commit, and may run twice: every one is safe to repeat. A cron line "
        "of six fields counts seconds.",
        _table(("task", "queue", "times", "meaning"), rows),
    )


def urls_page() -> str:
    """Return the page of addresses."""
    rows = [
        (f"`/{path}`", method, _code(name), f"`{view}`")
        for path, name, method, view in sorted(set(_routes()))
    ]
    return _page(
        "Addresses",
        "Every address that the platform answers. Portal paths are Vietnamese without marks, "
        "API paths English.",
        _table(("path", "method", "name", "answered by"), rows),
    )


def cli_page() -> str:
    """Return the page of the command line."""
    command = typer.main.get_command(command_line)
    return _page(
        "Command line",
        "`haidang WORD`, or `./run haidang WORD` from a clone.",
        "\n".join(_commands(command, "haidang")),
    )


def _commands(command: typing.Any, path: str) -> Iterator[str]:
    children = getattr(command, "commands", None)
    if children:
        for name, child in sorted(children.items()):
            yield from _commands(child, f"{path} {name}")
        return
    usage = " ".join([path, *_arguments(command)])
    rows = [(f"`{item.opts[0]}`", item.help or "", _code(_default(item)))
            for item in command.params
            if item.param_type_name == "option" and item.name != "help"]  # fmt: skip
    table = _table(("option", "meaning", "default"), rows) if rows else ""
    yield f"## {path}\n\n`{usage}`\n\n{(command.help or '').strip()}\n\n{table}"


def _arguments(command: typing.Any) -> list[str]:
    return [
        str(item.name).upper() for item in command.params if item.param_type_name == "argument"
    ]


def _default(item: typing.Any) -> str:
    value = item.default
    return "" if value is None or callable(value) else str(value)


def _routes(
    patterns: Iterable[URLPattern | URLResolver] | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, str, str]]:
    for item in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            inner = f"{space}{item.namespace}:" if item.namespace else space
            yield from _routes(item.url_patterns, path, inner)
        else:
            name = f"{space}{item.name}" if item.name else ""
            for method, view in _views(item.callback):
                yield path, name, method, _view_name(view)


def _views(callback: typing.Any) -> Iterator[tuple[str, object]]:
    """Yield method and function; the REST channel hides several behind one address."""
    cells = getattr(callback, "__closure__", None) or ()
    for cell in cells:
        for operation in getattr(cell.cell_contents, "operations", ()):
            for method in operation.methods:
                yield method, operation.view_func
            callback = None
    if callback is not None:
        yield "", getattr(callback, "func", callback)


def _view_name(view: object) -> str:
    named = getattr(view, "view_class", view)
    module = getattr(named, "__module__", type(named).__module__)
    return f"{module}.{getattr(named, '__qualname__', type(named).__qualname__)}"


def _type_name(kind: type[Event], name: str) -> str:
    hint = typing.get_type_hints(kind)[name]
    text = getattr(hint, "__name__", "") if not typing.get_args(hint) else str(hint)
    return (text or str(hint)).replace("|", "or").replace("typing.", "").replace("datetime.", "")


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def _is_ours(name: str) -> bool:
    return not name.startswith(("procrastinate", "builtin"))


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _page(title: str, lead: str, body: str) -> str:
    return f"# {title}\n\n{lead}\n\n{body.strip()}\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines.extend(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
                 for row in rows)  # fmt: skip
    return "\n".join([*lines, ""])

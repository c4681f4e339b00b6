"""What runs now, told to whoever watches: logs, metrics, traces. By default nobody does.

A **step** is a piece of work with a beginning and an end: a request, an action, a job, a
call of an outside system, a signature, a rendering. **Facts** are short words about it
(case number, task, kind of actor); never a name, a personal number or an address.
"""

import functools
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Final, ParamSpec, Protocol, Self, TypeVar

Fact = str | int | float
P = ParamSpec("P")
R = TypeVar("R")

NO_SPAN: Final = "0" * 16
"""The parent in what is carried when nobody traces: the trace is known, the step is not."""

_NOTHING: Final[Mapping[str, Fact]] = {}
_bound: ContextVar[Mapping[str, Fact]] = ContextVar("watch_bound", default=_NOTHING)
_current: ContextVar["step | None"] = ContextVar("watch_step", default=None)


class Watcher(Protocol):
    """Somebody who is told of every step; must be quick and must not raise."""

    def begin(self, one: "step") -> None:
        """Take note that a step begins."""

    def end(self, one: "step", *, error: BaseException | None) -> None:
        """Take note that a step ended, well or with an error; ``one.seconds`` is known."""


_watchers: list[Watcher] = []


class step:  # noqa: N801 - reads as a word in a with statement
    """One piece of work; ``carried`` is what its cause wrote down in ``carry()``."""

    __slots__ = ("_token", "began", "carried", "error", "facts", "kept", "kind", "name",
                 "parent", "seconds")  # fmt: skip

    def __init__(self, kind: str, name: str, *, carried: str = "", **facts: Fact) -> None:
        self.kind = kind
        self.name = name
        self.carried = carried
        self.facts: dict[str, Fact] = facts
        self.kept: dict[str, object] = {}
        self.parent: step | None = None
        self.error = ""
        self.began = 0.0
        self.seconds = 0.0
        self._token: Token[step | None] | None = None

    def __enter__(self) -> Self:
        if not _watchers:
            return self
        self.parent = _current.get()
        self._token = _current.set(self)
        for watcher in _watchers:
            watcher.begin(self)
        self.began = time.perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._token is None:
            return
        self.seconds = time.perf_counter() - self.began
        self.error = type(error).__name__ if error is not None else self.error
        for watcher in _watchers:
            watcher.end(self, error=error)
        _current.reset(self._token)


def stepped(kind: str, name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make every call of a function a step of a kind, under a name."""

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if not _watchers:
                return function(*args, **kwargs)
            with step(kind, name):
                return function(*args, **kwargs)

        return call

    return wrap


def watched(function: Callable[P, R]) -> Callable[P, R]:
    """Make every call of an action a step, named by module and verb: ``cases.submit_case``."""
    return stepped("action", f"{function.__module__.split('.')[2]}.{function.__name__}")(function)


def current() -> step | None:
    """Return the innermost step that runs here, when anybody watches."""
    return _current.get()


def add_watcher(watcher: Watcher) -> None:
    """Tell somebody of all steps from now on; called when a process starts."""
    _watchers.append(watcher)


def remove_watcher(watcher: Watcher) -> None:
    """Tell somebody no more."""
    _watchers.remove(watcher)


@contextmanager
def bind(**facts: Fact) -> Iterator[None]:
    """Hold facts for everything that is said inside."""
    token = _bound.set({**_bound.get(), **facts})
    try:
        yield
    finally:
        _bound.reset(token)


def note(**facts: Fact) -> None:
    """Add facts until the nearest enclosing ``bind`` ends; outside of one, do nothing."""
    known = _bound.get()
    if known:
        _bound.set({**known, **facts})


def bound() -> Mapping[str, Fact]:
    """Return the facts that hold here."""
    return _bound.get()


def carry() -> str:
    """Return what a job must carry so that its steps belong to ours; empty without a trace.

    The form is W3C's ``traceparent``: version, trace, parent, flags.
    """
    trace = _bound.get().get("trace_id")
    if not trace:
        return ""
    here = _current.get()
    while here is not None and "span_id" not in here.kept:
        here = here.parent
    span = here.kept["span_id"] if here is not None else NO_SPAN
    return f"00-{trace}-{span}-01"


def trace_of(carried: str) -> str:
    """Return the trace in what was carried."""
    parts = carried.split("-")
    return parts[1] if len(parts) == 4 else ""

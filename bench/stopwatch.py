"""Take the time of named functions, statements and commits within one process."""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Part:
    """What one kind of work took: how often, and seconds in all."""

    count: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Stopwatch:
    """Seconds by kind of work; work inside other measured work counts for the inner one only."""

    parts: dict[str, Part] = field(default_factory=lambda: defaultdict(Part))
    _inner: list[float] = field(default_factory=list)

    @contextmanager
    def taking(self, name: str) -> Iterator[None]:
        """Take the time of a block, less what was measured inside it."""
        began = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            whole = time.perf_counter() - began
            inside = self._inner.pop()
            if self._inner:
                self._inner[-1] += whole
            part = self.parts[name]
            part.count += 1
            part.seconds += whole - inside

    def watch(self, function: Callable[P, R], name: str) -> None:
        """Take the time of every call of a function, wherever the platform imported it."""

        @wraps(function)
        def timed(*arguments: P.args, **named: P.kwargs) -> R:
            with self.taking(name):
                return function(*arguments, **named)

        for module in list(sys.modules.values()):
            if getattr(module, "__name__", "").startswith("haidang."):
                for key, value in list(vars(module).items()):
                    if value is function:
                        setattr(module, key, timed)

    @contextmanager
    def on_database(self) -> Iterator[None]:
        """Take the time of every statement and commit of this process's connection."""
        commit = connection._commit  # type: ignore[attr-defined]  # not in the stubs

        def timed_commit() -> None:
            with self.taking("commits"):
                commit()

        def timed(execute: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
            with self.taking("SQL statements"):
                return execute(*arguments, **named)

        connection._commit = timed_commit  # type: ignore[attr-defined]  # as above
        try:
            with connection.execute_wrapper(timed):
                yield
        finally:
            connection._commit = commit  # type: ignore[attr-defined]  # as above

"""What crosses the door of the outbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from haidang.kernel.events import Event

EventId = NewType("EventId", UUID)
Handler = Callable[[Event], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement that writes rows, with its values."""

    sql: str
    values: tuple[str | bytes | datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    """How the jobs of one task stand: due and waiting, running, failed for ever."""

    task: str
    waiting: int
    oldest_seconds: float
    running: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A kind of background work, known by its name in every process."""

    name: str
    queue: str
    function: Callable[..., None]

    def __call__(self, **arguments: object) -> None:
        """Do the work here and now."""
        self.function(**arguments)

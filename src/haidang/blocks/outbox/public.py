"""The front door of the outbox."""

from haidang.blocks.outbox.actions import (
    defer,
    defer_by_name,
    known_tasks,
    periodic,
    publish,
    subscribe,
    subscriptions,
    task,
)
from haidang.blocks.outbox.queries import list_events
from haidang.blocks.outbox.types import EventId, Handler, Statement, Task

__all__ = [
    "EventId",
    "Handler",
    "Statement",
    "Task",
    "defer",
    "defer_by_name",
    "known_tasks",
    "list_events",
    "periodic",
    "publish",
    "subscribe",
    "subscriptions",
    "task",
]

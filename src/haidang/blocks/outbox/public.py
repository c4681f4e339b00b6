"""The front door of the outbox."""

from haidang.blocks.outbox.actions import (
    defer,
    defer_by_name,
    joining,
    known_tasks,
    periodic,
    publish,
    publish_all,
    subscribe,
    subscriptions,
    task,
)
from haidang.blocks.outbox.errors import RETRY_AFTER_SECONDS, DatabaseAway, is_database_away
from haidang.blocks.outbox.queries import count_workers, list_events, queue_figures
from haidang.blocks.outbox.types import EventId, Handler, QueueFigures, Statement, Task

__all__ = [
    "RETRY_AFTER_SECONDS",
    "DatabaseAway",
    "EventId",
    "Handler",
    "QueueFigures",
    "Statement",
    "Task",
    "count_workers",
    "defer",
    "defer_by_name",
    "is_database_away",
    "joining",
    "known_tasks",
    "list_events",
    "periodic",
    "publish",
    "publish_all",
    "queue_figures",
    "subscribe",
    "subscriptions",
    "task",
]

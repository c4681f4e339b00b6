"""Reads of the outbox."""

from django.db import connection

from haidang.blocks.outbox.models import OutboxEvent
from haidang.blocks.outbox.types import QueueFigures
from haidang.kernel.events import Event, from_json


def list_events(*, subject: str) -> list[Event]:
    """Return what happened to a subject, oldest first."""
    rows = OutboxEvent.objects.filter(subject=subject).order_by("recorded_at", "id")
    return [from_json(row.code, row.facts) for row in rows]


def queue_figures() -> list[QueueFigures]:
    """Return, by task, what waits that is due, how long the oldest does, and what failed for ever.

    Times are the machine's own: the queue knows no other clock.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.task_name, count(*) FILTER (WHERE j.status = 'todo'), "
            "coalesce(extract(epoch FROM clock_timestamp() - min(coalesce(j.scheduled_at, e.at)) "
            "FILTER (WHERE j.status = 'todo')), 0), "
            "count(*) FILTER (WHERE j.status = 'doing'), "
            "count(*) FILTER (WHERE j.status = 'failed') "
            "FROM procrastinate_jobs j LEFT JOIN procrastinate_events e "
            "ON e.job_id = j.id AND e.type = 'deferred' "
            "WHERE j.status IN ('todo', 'doing', 'failed') "
            "AND (j.scheduled_at IS NULL OR j.scheduled_at <= clock_timestamp()) "
            "GROUP BY j.task_name ORDER BY j.task_name"
        )
        return [
            QueueFigures(
                task=task, waiting=waiting, oldest_seconds=float(oldest), running=running,
                failed=failed,
            )
            for task, waiting, oldest, running, failed in cursor.fetchall()
        ]  # fmt: skip


def count_workers(*, silent_seconds: int = 30) -> int:
    """Return how many workers gave a sign of life lately; each gives one every ten seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers "
            "WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %s)",
            [silent_seconds],
        )
        (count,) = cursor.fetchone()
    return int(count)

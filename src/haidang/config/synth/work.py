"""Do the jobs that a player's own acts left, as a worker does: fetch, do, tick off."""

import json
import logging
from datetime import datetime
from typing import Final

from django.db import OperationalError, connection

from haidang.blocks.outbox import public as outbox

logger = logging.getLogger(__name__)
_FETCH: Final = """
    UPDATE procrastinate_jobs SET status = 'doing', attempts = attempts + 1
    WHERE id IN (SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND player = %s
                 AND (scheduled_at IS NULL OR scheduled_at <= %s)
                 ORDER BY id LIMIT 20 FOR UPDATE SKIP LOCKED)
    RETURNING id, task_name, args::text
"""
_TRIES: Final = 3
DAILY: Final = (
    "payments.expire_overdue_orders",
    "cases.remind_of_due_dates",
    "cases.watch_consultations",
    "signing.discard_contents",
    "vault.shred_expired",
    "audit.seal",
)

_NOT_BEFORE: Final = """
    UPDATE procrastinate_jobs AS job SET scheduled_at = reached.changed_at
    FROM (SELECT left_over.id, c.changed_at
          FROM procrastinate_jobs AS left_over
          LEFT JOIN outbox_outboxevent AS event ON event.id::text = left_over.args->>'event_id'
          LEFT JOIN messaging_notice AS notice ON notice.id::text = left_over.args->>'notice_id'
          JOIN cases_case AS c
          ON c.number = coalesce(left_over.args->>'case_number', event.subject, notice.subject)
          WHERE left_over.status = 'todo' AND left_over.scheduled_at IS NULL
          AND left_over.player = %s) AS reached
    WHERE job.id = reached.id
"""
"""A player that goes on begins at its oldest open case; what is left of later ones waits for their
day, or it would be done before they were handed in."""


def mark_as(player: str) -> None:
    """Let the jobs that this connection writes be this player's; take over what it left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synth.player', %s, false)", [player])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo' WHERE status = 'doing' AND player = %s",
            [player],
        )
        cursor.execute(_NOT_BEFORE, [player])


def do_jobs(player: str, *, at: datetime) -> int:
    """Do all jobs that are due, and those that they write; return how many."""
    done = 0
    while rows := _fetch(player, at):
        for _number, name, arguments in rows:
            _do(name, json.loads(arguments))
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [[row[0] for row in rows]]
            )
        done += len(rows)
    return done


def next_timer(player: str) -> datetime | None:
    """Return when the next job that waits for its hour is due."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(scheduled_at) FROM procrastinate_jobs "
            "WHERE status = 'todo' AND player = %s",
            [player],
        )
        row = cursor.fetchone()
    found: datetime | None = row[0] if row else None
    return found


def do_daily() -> None:
    """Do what the clock of the platform does every night."""
    known = outbox.known_tasks()
    for name in DAILY:
        known[name]()


def _fetch(player: str, at: datetime) -> list[tuple[int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_FETCH, [player, at])
        return sorted(cursor.fetchall())


def _do(name: str, arguments: dict[str, object]) -> None:
    for attempt in range(1, _TRIES + 1):
        try:
            outbox.known_tasks()[name](**arguments)
        except OperationalError:
            if attempt == _TRIES:
                raise
            logger.warning("The job %s is tried again.", name)
        else:
            return

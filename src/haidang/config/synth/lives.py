"""Which planned case became which case: the player's own table, so that it can go on.

The table lies in a schema of its own and belongs to no migration: an installation that plays
no year does not have it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from haidang.kernel.clock import local


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a case stands, as the player reads it between two acts."""

    status: str
    changed_at: datetime
    due_at: datetime | None
    supplements: int
    is_extended: bool
    is_rated: bool
    steps: int
    open_task: UUID | None
    post: str
    agency: str
    actions: tuple[str, ...]


_STANDING = """
    SELECT c.status, c.changed_at, c.due_at, c.supplement_count, c.rating IS NOT NULL,
           EXISTS (SELECT FROM cases_extension x WHERE x.case_id = c.id),
           (SELECT count(*) FROM worklist_task t WHERE t.subject = c.number),
           t.id, t.post, t.agency, t.actions
    FROM cases_case c LEFT JOIN LATERAL (
        SELECT * FROM worklist_task t WHERE t.subject = c.number AND t.closed_at IS NULL
        ORDER BY t.id LIMIT 1) t ON true
    WHERE c.number = %s
"""


def prepare() -> None:
    """Make the player's table, and let each job know which player wrote it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(20260101)")
        cursor.execute("CREATE SCHEMA IF NOT EXISTS synth")
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS synth.life (place bigint PRIMARY KEY, "
            "number varchar(64) UNIQUE NOT NULL, ended boolean NOT NULL DEFAULT false)"
        )
        cursor.execute(
            "ALTER TABLE procrastinate_jobs ADD COLUMN IF NOT EXISTS player text "
            "DEFAULT current_setting('synth.player', true)"
        )
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS synth_jobs ON procrastinate_jobs (player, id) "
            "WHERE status = 'todo'"
        )
        cursor.execute("SELECT pg_advisory_unlock(20260101)")


def note(place: int, number: str) -> None:
    """Note, in the caller's transaction, that a planned case was handed in."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO synth.life (place, number) VALUES (%s, %s)", [place, number])


def note_end(place: int) -> None:
    """Note that nothing more is meant to happen to a case."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE synth.life SET ended = true WHERE place = %s", [place])


def known() -> Iterator[tuple[int, str, bool]]:
    """Yield the planned cases that were handed in, with their numbers, and whether they ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, number, ended FROM synth.life ORDER BY place")
        yield from cursor.fetchall()


def standing(number: str) -> Standing:
    """Read where a case stands."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [number])
        row = cursor.fetchone()
    if row is None:
        raise LookupError(f"There is no case {number}.")
    status, changed, due, supplements, rated, extended, steps, task, post, agency, actions = row
    return Standing(
        status=status, changed_at=local(changed), due_at=local(due) if due else None,
        supplements=supplements, is_extended=extended, is_rated=rated, steps=steps,
        open_task=task, post=post or "", agency=agency or "", actions=tuple(_words(actions)),
    )  # fmt: skip


def _words(value: object) -> list[str]:
    found = json.loads(value) if isinstance(value, str) else value
    return [str(one) for one in found] if isinstance(found, list) else []

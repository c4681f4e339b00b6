"""Watch the locks while migrations run: what they hold, and whom they let wait."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.upgrades.city import MIGRATOR, Database

_EVERY_SECONDS: Final = 0.02
_LOOK: Final = """
    SELECT l.pid, a.application_name = %s,
           coalesce(l.relation::regclass::text, l.locktype),
           l.mode, l.granted,
           extract(epoch FROM clock_timestamp() - l.waitstart)::float8,
           EXISTS (SELECT 1 FROM pg_stat_activity b WHERE b.application_name = %s
                   AND b.pid = ANY(CASE WHEN l.granted THEN '{}' ELSE pg_blocking_pids(l.pid) END))
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND (
        NOT l.granted OR (a.application_name = %s AND l.locktype = 'relation' AND l.mode IN (
            'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')))
"""


@dataclass(slots=True, kw_only=True)
class Seen:
    """A lock that a migration held, or that somebody waited for, and how long."""

    migration: str
    table: str
    mode: str
    seconds: float = 0.0
    by_migration: bool = False
    """Who waits is the migration itself, not the city."""
    behind_migration: bool = False
    """Who waits, waits for a migration: for what it holds, or in the queue behind it."""


@dataclass(slots=True, kw_only=True)
class Watch:
    """A thread that looks fifty times a second, and what it saw."""

    database: Database
    migration: str = ""
    held: list[Seen] = field(default_factory=list)
    waits: list[Seen] = field(default_factory=list)
    looks: int = 0
    _held: dict[tuple[str, str], tuple[float, Seen]] = field(default_factory=dict)
    _waits: dict[tuple[int, str, str], Seen] = field(default_factory=dict)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "Watch":
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def city_waits(self) -> Sequence[Seen]:
        """Return where the city waited behind a migration."""
        return [one for one in self.waits if one.behind_migration and not one.by_migration]

    def look(self, now: float) -> None:
        """Look once."""
        rows = self.database.execute(_LOOK, [MIGRATOR, MIGRATOR, MIGRATOR]).fetchall()
        self.looks += 1
        holding, waiting = set(), set()
        for pid, is_migrator, table, mode, granted, waited, behind in rows:
            if granted and not str(table).isdigit():
                holding.add((str(table), str(mode)))
            elif not granted:
                key = (int(str(pid)), str(table), str(mode))
                waiting.add(key)
                seconds = float(str(waited or 0))
                self._note_wait(key, seconds, mine=bool(is_migrator), behind=bool(behind))
        self._note_held(holding, now)
        for key in set(self._waits) - waiting:
            del self._waits[key]

    def _note_held(self, holding: set[tuple[str, str]], now: float) -> None:
        for table, mode in holding:
            if (table, mode) not in self._held:
                seen = Seen(migration=self.migration, table=table, mode=mode)
                self._held[table, mode] = (now, seen)
                self.held.append(seen)
            since, seen = self._held[table, mode]
            seen.seconds = now - since + _EVERY_SECONDS
        for key in set(self._held) - holding:
            del self._held[key]

    def _note_wait(
        self, key: tuple[int, str, str], seconds: float, *, mine: bool, behind: bool
    ) -> None:
        seen = self._waits.get(key)
        if seen is None or seen.seconds > seconds:
            seen = Seen(migration=self.migration, table=key[1], mode=key[2], by_migration=mine)
            self._waits[key] = seen
            self.waits.append(seen)
        seen.seconds = seconds
        seen.behind_migration = seen.behind_migration or behind

    def _go_on(self) -> None:
        while not self._stopped.wait(_EVERY_SECONDS):
            self.look(time.monotonic())

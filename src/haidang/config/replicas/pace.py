"""How far each replica is, asked beside the requests and never within them."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import psycopg

EVERY_SECONDS: Final = 0.25
_IDLE_SECONDS: Final = 10.0
_REST_SECONDS: Final = 2.0
_REPLAYED: Final = (
    "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() - '0/0' END::bigint"
)
_WRITTEN: Final = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"

Connection = psycopg.Connection[tuple[object, ...]]
Connect = Callable[[], Connection]


class Pace:
    """What this process knows of the primary's position and of the replicas behind it.

    Positions only grow, so that a reading of some moments ago errs on the safe side: a
    replica is then at least so far.
    """

    def __init__(self, *, bound_seconds: float) -> None:
        self._bound = bound_seconds
        self._written: deque[tuple[float, int]] = deque(maxlen=256)
        self._replayed: dict[str, int] = {}
        self._turn = count()

    def note_written(self, position: int, *, at: float) -> None:
        """Keep how far the primary is at an instant."""
        self._written.append((at, position))

    def note_replayed(self, alias: str, position: int | None) -> None:
        """Keep how far a replica is; None: it is no replica now, or does not answer."""
        if position is None:
            self._replayed.pop(alias, None)
        else:
            self._replayed[alias] = position

    def choose(self, *, seen: int, at: float) -> str | None:
        """Return a replica that has what somebody saw and is within the bound, in turn."""
        needed = max(seen, self._owed(at))
        fit = sorted(alias for alias, here in list(self._replayed.items()) if here >= needed)
        return fit[next(self._turn) % len(fit)] if fit and self._written else None

    def _owed(self, at: float) -> int:
        """Return what every replica must have: the primary's position as of the bound."""
        marks = list(self._written)
        old = [position for when, position in marks if when <= at - self._bound]
        return old[-1] if old else (marks[0][1] if marks else 0)


@dataclass(slots=True)
class Watch:
    """A thread that keeps the pace while reads are asked for, and rests when none are."""

    pace: Pace
    primary: Connect
    replicas: Mapping[str, Connect]
    _wanted_at: float = 0.0
    _thread: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _open: dict[str, Connection] = field(default_factory=dict)
    _rest_until: dict[str, float] = field(default_factory=dict)

    def choose(self, *, seen: int) -> str | None:
        """Return the replica to read from, or None for the primary; never waits."""
        self._wanted_at = time.monotonic()
        if self._thread is None or not self._thread.is_alive():
            self._begin()
        return self.pace.choose(seen=seen, at=self._wanted_at)

    def give_up(self, alias: str) -> None:
        """Stop reading from a replica that failed, until it is asked again."""
        self._rest_until[alias] = time.monotonic() + _REST_SECONDS
        self.pace.note_replayed(alias, None)

    def look(self) -> None:
        """Ask the primary and every replica once."""
        written = self._ask("", self.primary, _WRITTEN)
        if written is not None:
            self.pace.note_written(written, at=time.monotonic())
        for alias, connect in self.replicas.items():
            self.pace.note_replayed(alias, self._ask(alias, connect, _REPLAYED))

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._keep, daemon=True, name="replicas")
                self._thread.start()

    def _keep(self) -> None:
        while time.monotonic() - self._wanted_at < _IDLE_SECONDS:
            self.look()
            time.sleep(EVERY_SECONDS)
        for alias in list(self.replicas):
            self.pace.note_replayed(alias, None)
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _ask(self, alias: str, connect: Connect, question: str) -> int | None:
        if time.monotonic() < self._rest_until.get(alias, 0.0):
            return None
        try:
            if alias not in self._open:
                self._open[alias] = connect()
            row = self._open[alias].execute(question).fetchone()
        except psycopg.Error:
            self._rest_until[alias] = time.monotonic() + _REST_SECONDS
            broken = self._open.pop(alias, None)
            if broken is not None:
                broken.close()
            return None
        return row[0] if row is not None and isinstance(row[0], int) else None

"""Migrate while the city works: no statement waits long for a lock, and nobody queues behind it.

Whoever waits for a strong lock lets everybody wait who comes after. So a migration gives way
after half a second, earlier than PostgreSQL would look for a deadlock and perhaps end a
request instead, pauses, and tries again, a bounded number of times. A migration that is one
transaction is tried again as a whole; one that is not, statement by statement. Indexes made
``CONCURRENTLY`` hold nobody up and wait as long as they must; what a killed run left half
made is removed first.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from django.core.management import call_command
from django.db import OperationalError, connection

Execute = Callable[[str, object, bool, dict[str, Any]], Any]
_CONCURRENTLY: Final = re.compile(
    r"\b(CREATE|DROP)\b.*\bINDEX\s+CONCURRENTLY\b", re.DOTALL | re.IGNORECASE
)
_NAME: Final = re.compile(r'CONCURRENTLY\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"?(\w+)"?', re.IGNORECASE)
_STATE: Final = (
    "SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "WHERE c.relname = %s AND pg_table_is_visible(c.oid)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a statement waits for a lock, how often it is tried, and the pauses between."""

    lock_seconds: float = 0.5
    tries: int = 60
    pause_seconds: float = 0.2
    longest_pause_seconds: float = 5.0

    def pause(self, tried: int) -> float:
        """Return how long to pause after so many tries; the queue behind us empties meanwhile."""
        return float(min(self.pause_seconds * 2 ** min(tried - 1, 8), self.longest_pause_seconds))


def migrate(
    *,
    verbosity: int,
    patience: Patience | None = None,
    say: Callable[[str], None] = lambda _words: None,
) -> int:
    """Bring the database to the present schema; return how often a lock was waited for in vain."""
    with giving_way(patience or Patience(), say) as guard:
        while not _migrated(guard, verbosity):
            guard.rest("A migration")
    return guard.waited_in_vain


@contextmanager
def giving_way(patience: Patience, say: Callable[[str], None]) -> Iterator["Guard"]:
    """Let every statement of a block give way; outside a transaction each is tried again."""
    guard = Guard(patience, say)
    with connection.execute_wrapper(guard):
        guard.limit_waits()
        try:
            yield guard
        finally:
            if connection.connection is not None:
                connection.connection.execute("RESET lock_timeout")


def _migrated(guard: "Guard", verbosity: int) -> bool:
    guard.begin_again()
    try:
        call_command("migrate", verbosity=verbosity)
    except OperationalError as error:
        if not is_lock_timeout(error) or guard.is_spent:
            raise
        return False
    return True


def is_lock_timeout(error: OperationalError) -> bool:
    """Tell whether a statement gave way because it did not get a lock soon."""
    return isinstance(error.__cause__, psycopg.errors.LockNotAvailable)


@dataclass(slots=True)
class Guard:
    """Stands around every statement of the migrations."""

    patience: Patience
    say: Callable[[str], None]
    waited_in_vain: int = 0
    _whole_tries: int = 0
    _tries: int = 0

    @property
    def is_spent(self) -> bool:
        """Tell whether it was tried often enough."""
        return self._whole_tries >= self.patience.tries or self._tries >= self.patience.tries

    def limit_waits(self) -> None:
        """Let no statement wait long for a lock."""
        connection.ensure_connection()
        self._set(f"{int(self.patience.lock_seconds * 1000)}ms")

    def begin_again(self) -> None:
        """Count one more run of all migrations."""
        self._whole_tries, self._tries = self._whole_tries + 1, 0

    def rest(self, who: str) -> None:
        """Say that a lock was not had, and pause."""
        self.waited_in_vain += 1
        pause = self.patience.pause(max(self._whole_tries, self._tries))
        self.say(
            f"{who} did not get a lock within {self.patience.lock_seconds} s; "
            f"it is tried again after {pause:.1f} s."
        )
        time.sleep(pause)

    def __call__(
        self,
        execute: Execute,
        sql: str,
        params: object,
        many: bool,  # noqa: FBT001 - Django's own signature
        context: dict[str, Any],
    ) -> Any:  # noqa: ANN401 - Django's own signature
        if connection.in_atomic_block:
            return execute(sql, params, many, context)
        text = str(sql)
        if _CONCURRENTLY.search(text):
            return self._concurrently(text, lambda: execute(sql, params, many, context))
        self._tries = 0
        while True:
            self._tries += 1
            try:
                return execute(sql, params, many, context)
            except OperationalError as error:
                if not is_lock_timeout(error) or self.is_spent:
                    raise
            self.rest("A statement")

    def _concurrently(self, text: str, execute: Callable[[], Any]) -> Any:  # noqa: ANN401 - as above
        found = _NAME.search(text)
        if found and text.lstrip().upper().startswith("CREATE") and self._is_made(found.group(1)):
            return None
        self._set("0")
        try:
            return execute()
        finally:
            self.limit_waits()

    def _is_made(self, name: str) -> bool:
        """Tell whether an interrupted run made this index; a half-made one is removed."""
        row = connection.connection.execute(_STATE, [name]).fetchone()
        if row is None:
            return False
        if not row[0]:
            self.say(f"The index {name} was left half made; it is made anew.")
            self._set("0")
            connection.connection.execute(f'DROP INDEX CONCURRENTLY "{name}"')
        return bool(row[0])

    def _set(self, value: str) -> None:
        connection.connection.execute(f"SET lock_timeout = '{value}'")

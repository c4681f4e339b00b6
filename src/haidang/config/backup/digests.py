"""What a database holds at one instant: rows and a digest of every table.

The instant is exact. For some milliseconds every table is locked against writers, so no
transaction is between its commit record and being seen; in that pause a snapshot is opened
and the time is taken. The digests are then computed in the snapshot while writers go on.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import psycopg
from psycopg import sql

from haidang.config.backup.server import BackupError, Connection, Server

_TABLES: Final = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
      AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1, 2
"""
_SAME_TEXT: Final = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; "
    "SET extra_float_digits = 3; SET bytea_output = 'hex'"
)
_DIGEST: Final = (
    "SELECT count(*), coalesce(sum(hashtextextended(t::text, 1)::numeric), 0), "
    "coalesce(sum(hashtextextended(t::text, 2)::numeric), 0) FROM {} t"
)
_LOCK_PATIENCE: Final = "250ms"  # shorter than deadlock_timeout: it is we who give way
_ATTEMPTS: Final = 200
_SPACE: Final = 2**64


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDigest:
    """How many rows a table has, and a digest that does not depend on their order."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a database held at an instant."""

    at: datetime
    lsn: str
    tables: Mapping[str, TableDigest]
    pause_ms: float

    @property
    def rows(self) -> int:
        """Return the rows of all tables."""
        return sum(table.rows for table in self.tables.values())


def as_json(content: Content) -> str:
    """Return rows and digests for machines."""
    tables = {name: [one.rows, one.digest] for name, one in content.tables.items()}
    return json.dumps({"at": content.at.isoformat(), "tables": tables})


def from_json(text: str) -> Content:
    """Return what was written for machines."""
    told = json.loads(text)
    return Content(
        at=datetime.fromisoformat(told["at"]), lsn="", pause_ms=0.0,
        tables={
            name: TableDigest(rows=row[0], digest=row[1]) for name, row in told["tables"].items()
        },
    )  # fmt: skip


def take_content(server: Server) -> Content:
    """Return the content at an exact instant; writers wait for some milliseconds."""
    with server.connect() as reader, server.connect() as blocker:
        reader.execute(_SAME_TEXT)
        names = [(str(schema), str(name)) for schema, name in reader.execute(_TABLES)]
        began = _stop_writers(blocker, names)
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = reader.execute("SELECT clock_timestamp(), pg_current_wal_insert_lsn()").fetchone()
        time.sleep(0.001)  # the next commit has a later microsecond
        blocker.execute("COMMIT")
        pause = (time.monotonic() - began) * 1000
        if row is None or not isinstance(row[0], datetime):
            raise BackupError("The server told no time.")
        tables = {f"{schema}.{name}": _digest(reader, schema, name) for schema, name in names}
        reader.execute("COMMIT")
    return Content(at=row[0], lsn=str(row[1]), tables=tables, pause_ms=pause)


def differences(expected: Content, found: Content) -> list[str]:
    """Return the tables whose rows are not the same."""
    names = sorted({*expected.tables, *found.tables})
    return [name for name in names if expected.tables.get(name) != found.tables.get(name)]


def _stop_writers(blocker: Connection, names: list[tuple[str, str]]) -> float:
    """Lock every table against writers; return when the pause began."""
    if not names:
        raise BackupError("There are no tables; is it the right database?")
    tables = sql.SQL(", ").join(sql.Identifier(*name) for name in names)
    lock = sql.SQL("LOCK TABLE {} IN SHARE MODE").format(tables)
    blocker.execute(sql.SQL("SET lock_timeout = {}").format(sql.Literal(_LOCK_PATIENCE)))
    for _attempt in range(_ATTEMPTS):
        began = time.monotonic()
        blocker.execute("BEGIN")
        try:
            blocker.execute(lock)
        except psycopg.errors.LockNotAvailable:
            blocker.execute("ROLLBACK")
            time.sleep(0.05)
        else:
            return began
    raise BackupError("The writers could not be stopped for a moment; try again later.")


def _digest(reader: Connection, schema: str, name: str) -> TableDigest:
    row = reader.execute(sql.SQL(_DIGEST).format(sql.Identifier(schema, name))).fetchone()
    if row is None:
        raise BackupError(f"{schema}.{name} could not be counted.")
    count, first, second = (int(str(value)) for value in row)
    return TableDigest(rows=count, digest=f"{first % _SPACE:016x}{second % _SPACE:016x}")

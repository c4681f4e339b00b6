"""The database: reachable, new enough, at the schema, its clock, its extensions, its log."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from haidang.config.backup.server import server_of
from haidang.config.doctor.findings import Finding, fail, ok, warn
from haidang.config.env import Environment
from haidang.kernel import clock

OLDEST: Final = 15
_MOST_KEPT: Final = 1024**3
_HALF_MADE: Final = """
    SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid
    AND indexrelid NOT IN (SELECT index_relid FROM pg_stat_progress_create_index)
"""
_SLOTS: Final = """
    SELECT slot_name, active, wal_status,
           coalesce(pg_wal_lsn_diff(pg_current_wal_insert_lsn(), restart_lsn), 0)::bigint
    FROM pg_replication_slots
"""


def check_database(env: Environment) -> Iterator[Finding]:
    """Look at version, encoding, extensions, connections and clock."""
    with server_of(env).connect() as connection:
        version = connection.info.server_version // 10_000
        row = connection.execute(
            "SELECT clock_timestamp(), current_setting('server_encoding'), "
            "pg_database_size(current_database()), "
            "(SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'), "
            "current_setting('max_connections')::int, "
            "(SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm')"
        ).fetchone() or (None, "", 0, 0, 1, 0)
    at, encoding, size, busy, most, trigrams = row
    if version < OLDEST:
        yield fail("database", f"PostgreSQL {version}", f"Move to {OLDEST} or newer.")
    else:
        yield ok("database", f"PostgreSQL {version}, {int(str(size)) / 1024**2:,.0f} MB")
    if encoding != "UTF8":
        yield fail("database.encoding", str(encoding), "Create the database with UTF8.")
    if not trigrams:
        yield fail("database.extensions", "pg_trgm is missing.", "Run haidang migrate.")
    yield _connections(int(str(busy)), int(str(most)))
    if isinstance(at, datetime):
        yield _clock(abs((clock.to_machine_time(clock.now()) - at).total_seconds()))


def check_migrations(_env: Environment) -> Iterator[Finding]:
    """Look for migrations that the database has not seen."""
    executor = MigrationExecutor(connections["default"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(str(migration) for migration, _backwards in waiting[:5])
        yield fail("migrations", f"{len(waiting)} wait: {names}", "Run haidang migrate.")
    else:
        yield ok("migrations", "the schema is the present one")


def check_indexes(env: Environment) -> Iterator[Finding]:
    """Look for indexes that a broken-off run left half made: they cost writes and help nobody."""
    with server_of(env).connect() as connection:
        names = [str(name) for (name,) in connection.execute(_HALF_MADE)]
    if names:
        told = f"{len(names)} are half made: {', '.join(names[:5])}"
        yield warn("database.indexes", told, "Run haidang migrate; else drop and make them anew.")
    else:
        yield ok("database.indexes", "every index is whole")


def check_replication(env: Environment) -> Iterator[Finding]:
    """Look for replication slots that make the server keep its log."""
    with server_of(env).connect() as connection:
        slots = connection.execute(_SLOTS).fetchall()
    for name, is_active, status, kept in slots:
        megabytes = int(str(kept)) / 1024**2
        told = f"slot {name}: {megabytes:,.0f} MB of log kept, {status}"
        cure = "Start its follower (haidang backup follow, a replica), or drop the slot."
        if not is_active and int(str(kept)) > _MOST_KEPT:
            yield fail("replication", told, cure)
        elif not is_active:
            yield warn("replication", f"{told}, nobody receives", cure)
        else:
            yield ok("replication", told)


def _connections(busy: int, most: int) -> Finding:
    told = f"{busy} of {most} connections are taken"
    cure = "Raise max_connections or lower HAIDANG_POOL_MAX."
    if busy > 0.9 * most:
        return fail("database.connections", told, cure)
    return (
        warn("database.connections", told, cure)
        if busy > 0.7 * most
        else ok("database.connections", told)
    )


def _clock(seconds: float) -> Finding:
    told = f"{seconds:.1f} s between this machine and the database"
    cure = "Let every machine keep its time by NTP: due dates and seals depend on it."
    if seconds > 30:
        return fail("clock", told, cure)
    return warn("clock", told, cure) if seconds > 2 else ok("clock", told)

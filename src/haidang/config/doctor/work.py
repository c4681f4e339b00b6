"""The work: workers alive, queue young, nothing stalled, the record sealed, keys valid."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from haidang.config.backup.server import Connection, server_of
from haidang.config.doctor.findings import Finding, fail, ok, warn
from haidang.config.env import Environment
from haidang.kernel import clock

_SILENT_SECONDS: Final = 60
_KEYS_SOON: Final = timedelta(days=30)
_WAITING: Final = """
    SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(coalesce(
        j.scheduled_at,
        (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)))), 0)::int
    FROM procrastinate_jobs j
    WHERE j.status = 'todo' AND coalesce(j.scheduled_at, '-infinity') <= clock_timestamp()
"""
_STALLED: Final = """
    SELECT count(*) FROM procrastinate_jobs j
    LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing' AND (w.id IS NULL
          OR w.last_heartbeat < clock_timestamp() - make_interval(secs => %s))
"""
_FAILED: Final = (
    "SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed' "
    "GROUP BY 1 ORDER BY 2 DESC LIMIT 5"
)
_WORKERS: Final = (
    "SELECT count(*) FROM procrastinate_workers "
    "WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %s)"
)
_UNSEALED: Final = """
    SELECT count(*), min(e.at) FROM audit_auditentry e
    WHERE e.id > coalesce((SELECT max(entry_id) FROM audit_sealedentry), 0)
"""
_KEYS: Final = """
    SELECT count(*), count(*) FILTER (WHERE valid_until <= %(now)s),
           count(*) FILTER (WHERE valid_until > %(now)s AND valid_until <= %(soon)s)
    FROM signing_signingkey k WHERE revoked_at IS NULL AND NOT EXISTS (
        SELECT FROM signing_signingkey n WHERE n.holder_kind = k.holder_kind
        AND n.holder_code = k.holder_code AND n.revoked_at IS NULL
        AND n.valid_until > k.valid_until)
"""


def check_workers(env: Environment) -> Iterator[Finding]:
    """Look for somebody who does the work."""
    with server_of(env).connect() as connection:
        alive = _number(connection, _WORKERS, _SILENT_SECONDS)
    if alive:
        yield ok("workers", f"{alive} gave a sign of life within {_SILENT_SECONDS} s")
    else:
        cure = "Start haidang worker: without one nothing is signed, sent or paid."
        yield fail("workers", "no worker is alive.", cure)


def check_queue(env: Environment) -> Iterator[Finding]:
    """Look at the age of due work, and at what is stalled or given up."""
    with server_of(env).connect() as connection:
        row = connection.execute(_WAITING).fetchone() or (0, 0)
        count, age = int(str(row[0])), int(str(row[1]))
        stalled = _number(connection, _STALLED, _SILENT_SECONDS)
        given_up = connection.execute(_FAILED).fetchall()
    told = f"{count:,} due jobs wait, the oldest for {age} s"
    cure = "Start more workers; see which tasks wait in procrastinate_jobs."
    if age > 900:
        yield fail("queue", told, cure)
    elif age > 60:
        yield warn("queue", told, cure)
    else:
        yield ok("queue", told)
    if stalled:
        cure = "A living worker puts them back by itself within half a minute; start one."
        yield fail("queue.stalled", f"{stalled} jobs of dead workers", cure)
    if given_up:
        tasks = ", ".join(f"{number} x {task}" for task, number in given_up)
        cure = "Mend the reason (worker's log), then retry: UPDATE … SET status = 'todo'."
        yield warn("queue.failed", f"all attempts used up: {tasks}", cure)


def check_seals(env: Environment) -> Iterator[Finding]:
    """Look for acts that are not sealed yet; a worker seals every 20 seconds."""
    with server_of(env).connect() as connection:
        row = connection.execute(_UNSEALED).fetchone() or (0, None)
        rest = _number(connection, "SELECT count(*) FROM audit_auditentry_rest")
    count, oldest = int(str(row[0])), row[1]
    age = (clock.now() - oldest).total_seconds() if isinstance(oldest, datetime) else 0.0
    told = f"{count:,} acts are not sealed, the oldest for {max(age, 0):.0f} s"
    cure = "Start a worker; it seals every 20 seconds."
    if age > 3600:
        yield fail("audit.seals", told, cure)
    elif age > 300:
        yield warn("audit.seals", told, cure)
    else:
        yield ok("audit.seals", told)
    if rest:
        cure = "Add partitions of audit_auditentry for the months to come."
        yield warn("audit.partitions", f"{rest:,} acts lie in the default partition", cure)


def check_keys(env: Environment) -> Iterator[Finding]:
    """Look for keys that end; a holder's newest one counts."""
    now = clock.now()
    with server_of(env).connect() as connection:
        row = connection.execute(_KEYS, {"now": now, "soon": now + _KEYS_SOON}).fetchone()
    count, ended, soon = (int(str(value)) for value in row or (0, 0, 0))
    cure = "Renew the certificates and register the new keys (signing.register_key)."
    if ended:
        yield fail("keys", f"{ended} of {count} holders have no valid key any more", cure)
    if soon:
        yield warn("keys", f"{soon} of {count} holders' keys end within 30 days", cure)
    if not ended and not soon:
        yield ok("keys", f"{count} holders with keys valid for 30 days and more")


def _number(connection: Connection, query: str, *values: object) -> int:
    row = connection.execute(query, values).fetchone()
    return int(str(row[0])) if row else 0

"""How the installation stands, asked of the database when the figures are collected.

Each group is asked apart, with a time limit, and kept for some seconds; a group that fails is
told as down and never hides the others.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import DatabaseError, connection, transaction
from prometheus_client.core import GaugeMetricFamily

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.domain.cases import public as cases
from haidang.kernel.clock import now
from haidang.kernel.errors import HaidangError

logger = logging.getLogger(__name__)

Rows = Sequence[tuple[str, Mapping[str, str], float]]
LIMIT: Final = "5s"
HELP: Final[Mapping[str, str]] = {
    "haidang_figures_up": "1 when a group of figures could be read.",
    "haidang_jobs_waiting": "Jobs that are due and wait, by task.",
    "haidang_jobs_running": "Jobs that run, by task.",
    "haidang_jobs_failed": "Jobs that failed for ever, by task.",
    "haidang_jobs_oldest_seconds": "Age of the oldest due job, by task.",
    "haidang_outbox_lag_seconds": "Age of the oldest event that a handler has not seen.",
    "haidang_workers": "Workers that gave a sign of life in the last half minute.",
    "haidang_cases": "Cases by status.",
    "haidang_cases_overdue": "Open cases past their due date.",
    "haidang_cases_due_today": "Open cases due later today.",
    "haidang_cases_stuck": "Cases in hand without a step for too long, by status.",
    "haidang_audit_unsealed": "Entries of the audit after the last sealed one.",
    "haidang_audit_unsealed_seconds": "Age of the oldest of them.",
    "haidang_database_connections": "Connections to the database by state.",
    "haidang_database_connections_limit": "Connections that the database allows.",
    "haidang_database_bytes": "Size of the database.",
    "haidang_database_oldest_transaction_seconds": "Age of the oldest open transaction.",
    "haidang_backup_age_seconds": "Age of the newest whole backup; absent without one.",
    "haidang_wal_archive_age_seconds": "Age of the newest file of the write-ahead log kept.",
}
_WORKERS_OWN: Final = "outbox.deliver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the figures depend on."""

    city: str
    stuck_hours: int
    backup_dir: Path | None = None


class Figures:
    """A collector for prometheus-client."""

    def __init__(self, options: Options) -> None:
        self._groups: dict[str, tuple[float, Callable[[], Rows]]] = {
            "jobs": (5.0, _jobs),
            "cases": (60.0, lambda: _cases(options)),
            "audit": (15.0, _audit),
            "database": (15.0, _database),
            "backup": (15.0, lambda: _backup(options.backup_dir)),
        }
        self._kept: dict[str, tuple[float, Rows]] = {}

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Return every figure; the kept ones where they are young enough."""
        rows = [row for group in self._groups for row in self._read(group)]
        for name, text in HELP.items():
            found = [(labels, value) for key, labels, value in rows if key == name]
            if not found:
                continue
            family = GaugeMetricFamily(name, text, labels=sorted(found[0][0]))
            for labels, value in found:
                family.add_metric([labels[key] for key in sorted(labels)], value)
            yield family

    def _read(self, group: str) -> Rows:
        seconds, ask = self._groups[group]
        kept_at, kept = self._kept.get(group, (float("-inf"), ()))
        if time.monotonic() - kept_at < seconds:
            return kept
        try:
            rows = [*_within_limit(ask), ("haidang_figures_up", {"group": group}, 1.0)]
        except (DatabaseError, HaidangError, OSError):
            logger.exception("The figures of %s could not be read.", group)
            return [("haidang_figures_up", {"group": group}, 0.0)]
        self._kept[group] = (time.monotonic(), rows)
        return rows


def names() -> frozenset[str]:
    """Return the names of all figures."""
    return frozenset(HELP)


def _within_limit(ask: Callable[[], Rows]) -> Rows:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LIMIT])
        return ask()


def _jobs() -> Rows:
    found = outbox.queue_figures()
    lag = max((row.oldest_seconds for row in found if row.task == _WORKERS_OWN), default=0.0)
    rows: list[tuple[str, Mapping[str, str], float]] = [
        ("haidang_outbox_lag_seconds", {}, lag),
        ("haidang_workers", {}, outbox.count_workers()),
    ]
    for row in found:
        labels = {"task": row.task}
        rows += [
            ("haidang_jobs_waiting", labels, row.waiting),
            ("haidang_jobs_running", labels, row.running),
            ("haidang_jobs_failed", labels, row.failed),
            ("haidang_jobs_oldest_seconds", labels, row.oldest_seconds),
        ]
    return rows


def _cases(options: Options) -> Rows:
    found = cases.case_figures(options.city, stuck_hours=options.stuck_hours)
    return [
        ("haidang_cases_overdue", {}, found.overdue),
        ("haidang_cases_due_today", {}, found.due_today),
        *(("haidang_cases", {"status": key}, count) for key, count in found.by_status.items()),
        *(("haidang_cases_stuck", {"status": key}, count) for key, count in found.stuck.items()),
    ]


def _audit() -> Rows:
    lag = audit.sealing_lag()
    age = max((now() - lag.oldest_at).total_seconds(), 0.0) if lag.oldest_at else 0.0
    return [
        ("haidang_audit_unsealed", {}, lag.count),
        ("haidang_audit_unsealed_seconds", {}, age),
    ]


def _database() -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'none'), count(*), "
            "coalesce(extract(epoch FROM clock_timestamp() - min(xact_start)), 0) "
            "FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1"
        )
        states = cursor.fetchall()
        cursor.execute(
            "SELECT pg_database_size(current_database()), current_setting('max_connections')::int"
        )
        size, limit = cursor.fetchone()
    oldest = max((float(age) for _state, _count, age in states), default=0.0)
    return [
        ("haidang_database_bytes", {}, size),
        ("haidang_database_connections_limit", {}, limit),
        ("haidang_database_oldest_transaction_seconds", {}, oldest),
        *(("haidang_database_connections", {"state": state}, n) for state, n, _age in states),
    ]


def _backup(folder: Path | None) -> Rows:
    if folder is None or not folder.is_dir():
        return []
    rows: list[tuple[str, Mapping[str, str], float]] = []
    for name, pattern in (
        ("haidang_backup_age_seconds", "base/*/manifest.json"),
        ("haidang_wal_archive_age_seconds", "wal/*"),
    ):
        changed = [path.stat().st_mtime for path in folder.glob(pattern)]
        if changed:
            rows.append((name, {}, max(time.time() - max(changed), 0.0)))
    return rows

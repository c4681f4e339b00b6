"""Counts and times of the steps, added up over all processes of a machine.

A step of a kind counts in ``haidang_<kind>s_total`` by name and outcome and in
``haidang_<kind>_seconds``. The outcome is ``ok`` or the class of the error, for a request
its status. Names of views, actions, tasks and systems are few; nothing personal is a label.
"""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import connection
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector

from haidang.config.watching.slots import Slot, is_free
from haidang.kernel import watch

QUICK: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SLOW: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How the steps of a kind are counted."""

    label: str
    outcome: str
    buckets: tuple[float, ...]
    help: str


KINDS: Final[Mapping[str, Kind]] = {
    "request": Kind(label="view", outcome="status", buckets=QUICK, help="Requests by view"),
    "action": Kind(label="action", outcome="outcome", buckets=QUICK, help="Actions on cases"),
    "job": Kind(label="task", outcome="outcome", buckets=SLOW, help="Attempts at jobs"),
    "call": Kind(label="system", outcome="outcome", buckets=SLOW, help="Calls of outside systems"),
    "signature": Kind(label="form", outcome="outcome", buckets=SLOW, help="Signatures made"),
    "render": Kind(label="form", outcome="outcome", buckets=SLOW, help="Documents rendered"),
}
POOL: Final[Mapping[str, str]] = {
    "pool_size": "Database connections that processes hold",
    "pool_available": "Database connections that are free",
    "requests_waiting": "Threads that wait for a database connection",
}
_POOL_SECONDS: Final = 5.0


class Metrics:
    """A watcher that counts; one in a process."""

    def __init__(self, folder: Path) -> None:
        registry = _write_into(folder)
        self._totals = {
            kind: Counter(
                f"haidang_{kind}s", f"{one.help}.", (one.label, one.outcome), registry=registry
            )
            for kind, one in KINDS.items()
        }
        self._seconds = {
            kind: Histogram(
                f"haidang_{kind}_seconds", f"{one.help}: time.", (one.label,),
                buckets=one.buckets, registry=registry,
            )
            for kind, one in KINDS.items()
        }  # fmt: skip
        self._pool = {
            key: Gauge(
                f"haidang_pool_{key.removeprefix('pool_')}", f"{text}.", registry=registry,
                multiprocess_mode="livesum",
            )
            for key, text in POOL.items()
        }  # fmt: skip
        self._pool_read_at = 0.0
        self._children: dict[tuple[str, str, str], tuple[Counter, Histogram]] = {}

    def begin(self, one: watch.step) -> None:
        """Do nothing: a step is counted when it ended."""

    def end(self, one: watch.step, *, error: BaseException | None) -> None:  # noqa: ARG002 - the watcher's signature
        """Count a step and its time."""
        total = self._totals.get(one.kind)
        if total is None:
            return
        outcome = str(one.facts.get("status", "")) or one.error or "ok"
        known = self._children.get((one.kind, one.name, outcome))
        if known is None:
            known = (total.labels(one.name, outcome), self._seconds[one.kind].labels(one.name))
            self._children[one.kind, one.name, outcome] = known
        known[0].inc()
        known[1].observe(one.seconds)
        if one.parent is None:
            self._note_pool()

    def _note_pool(self) -> None:
        now = time.monotonic()
        pool = getattr(connection, "pool", None)
        if pool is None or now - self._pool_read_at < _POOL_SECONDS:
            return
        self._pool_read_at = now
        stats = pool.get_stats()
        for key, gauge in self._pool.items():
            gauge.set(stats.get(key, 0))


def collect_from(folder: Path) -> Iterator[object]:
    """Return what the processes of this machine counted, added up."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("gauge_live*_slot*.db"):
        if is_free(folder, path.stem.rpartition("_")[2]):
            path.unlink(missing_ok=True)  # what a dead process held, nobody holds
    collector = MultiProcessCollector(None, path=str(folder))  # type: ignore[no-untyped-call]
    yield from collector.collect()  # type: ignore[no-untyped-call]


def names() -> frozenset[str]:
    """Return the names of all series that processes count."""
    found = {f"haidang_{kind}s_total" for kind in KINDS}
    for kind in KINDS:
        found |= {f"haidang_{kind}_seconds_{part}" for part in ("bucket", "sum", "count")}
    return frozenset(found | {f"haidang_pool_{key.removeprefix('pool_')}" for key in POOL})


def _write_into(folder: Path) -> CollectorRegistry:
    slot = Slot(folder)
    slot.name()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # noqa: TID251 - the library's own switch
    values.ValueClass = values.MultiProcessValue(slot.name)  # type: ignore[no-untyped-call]
    return CollectorRegistry()

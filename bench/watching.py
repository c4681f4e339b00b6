"""Measure what being watched costs: CPU of one request with logs only, with figures, with traces.

``python -m bench watching [--requests 100] [--rounds 7]``. One process, a database of its own, the
page of tracking and the readiness question, in turns; traces go to a processor that throws them
away, so the sending, which a thread does in batches, is not in it. CPU of this process only.
"""

import argparse
import logging
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.city import fill, own_city

_SPAWN: Final = multiprocessing.get_context("spawn")
_PAGES: Final = ("/tra-cuu", "/api/ready")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="bench watching")
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with own_city():
        child = _SPAWN.Process(target=measure, args=(asked.requests, asked.rounds))
        child.start()
        child.join()
    return child.exitcode or 0


def measure(requests: int, rounds: int) -> None:
    """Ask both pages in each way of being watched, in turns; print medians."""
    fill()
    from django.conf import settings  # noqa: PLC0415 - Django is set up only now

    settings.ALLOWED_HOSTS = ["*"]
    logging.getLogger("haidang.request").setLevel(logging.WARNING)
    ways = ("nobody watches", "figures", "figures and traces")
    spent: dict[tuple[str, str], list[float]] = {(p, w): [] for p in _PAGES for w in ways}
    with tempfile.TemporaryDirectory() as folder:
        watchers = _watchers(Path(folder))
        for _round in range(rounds):
            for count, way in enumerate(ways):
                for page in _PAGES:
                    with _watched(watchers[:count]):
                        spent[page, way].append(_cpu(page, requests))
    sys.stdout.write(f"CPU of a request, ms, median of {rounds} times {requests}\n")
    for (page, way), values in spent.items():
        told = f"{statistics.median(values):7.3f}  ({min(values):.3f} to {max(values):.3f})"
        sys.stdout.write(f"  {page:<12} {way:<20} {told}\n")


def _cpu(page: str, requests: int) -> float:
    from django.test import Client  # noqa: PLC0415 - Django is set up only now

    client = Client()
    client.get(page)
    began = time.process_time()
    for _ in range(requests):
        client.get(page)
    return (time.process_time() - began) / requests * 1000


def _watchers(folder: Path) -> list[object]:
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor  # noqa: PLC0415 - as above
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import (  # noqa: PLC0415 - as above
        InMemorySpanExporter,
    )

    from haidang.config.watching.metrics import Metrics  # noqa: PLC0415 - as above
    from haidang.config.watching.traces import Traces  # noqa: PLC0415 - as above

    forgetful = InMemorySpanExporter()
    forgetful.shutdown()  # takes nothing any more
    return [Metrics(folder), Traces(SimpleSpanProcessor(forgetful))]


@contextmanager
def _watched(watchers: list[object]) -> Iterator[None]:
    from haidang.kernel import watch  # noqa: PLC0415 - as above

    for one in watchers:
        watch.add_watcher(one)  # type: ignore[arg-type]  # both are watchers
    try:
        yield
    finally:
        for one in watchers:
            watch.remove_watcher(one)  # type: ignore[arg-type]  # both are watchers

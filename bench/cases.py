"""Measure cases: handed in per second, and carried through their whole life per second.

``python -m bench cases [--submits N] [--lives N]``. Everything happens in processes of this
program on a database of its own: the web's part as plain calls of the domain, the worker's
part by a small loop that takes jobs as a worker does. All cases go to one agency and one
number book, which is the worst case for locks. Outside systems answer from memory; documents,
signatures (RSA-2048) and encryption are real. Beside it, in the same run: plain commits per second
of the same PostgreSQL, and the CPU of a page, a signature, a statement and plain Python, which
say how near the cost of a life is to what it is made of.
"""

import argparse
import multiprocessing
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, Final

import psycopg

from bench.city import fill, own_city, set_up
from bench.primitives import database_cpu, measure_all, table_of

_SPAWN: Final = multiprocessing.get_context("spawn")
_RAW_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What some processes did together."""

    processes: int
    done: int
    seconds: float

    @property
    def rate(self) -> float:
        """Return how many per second, all processes together."""
        return self.done / self.seconds


def main() -> None:
    """Print the tables."""
    asked = _arguments()
    with own_city() as address:
        filling = _SPAWN.Process(target=fill)
        filling.start()
        filling.join()
        if filling.exitcode:
            raise SystemExit("The city of the measurement could not be made.")
        _write(_machine(address))
        rows = []
        for processes in (1, 2):
            raw = _together(commit_rows, processes, count=0)
            submits = _together(submit_many, processes, count=asked.submits)
            lives = _together(live_many, processes, count=asked.lives)
            rows.append((raw, submits, lives))
        _write(_rates(rows))
        for title, work, count in (
            ("One submission", submit_many, asked.submits // 4),
            ("One whole life", live_many, asked.lives // 2),
        ):
            _write(_where_time_goes(title, work, count=max(count, 4)))
        _write(_what_bounds(max(asked.lives // 2, 4)))


def commit_rows(_count: int) -> int:
    """Commit single small rows for some seconds; the measure of the machine's disk."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:  # noqa: TID251 - set by own_city
        connection.execute("CREATE TABLE IF NOT EXISTS bench_raw (id bigserial, text text)")
        done, end = 0, time.perf_counter() + _RAW_SECONDS
        while time.perf_counter() < end:
            connection.execute("INSERT INTO bench_raw (text) VALUES ('một dòng')")
            done += 1
    return done


def submit_many(count: int) -> Callable[[], int]:
    """Prepare drafts; return the act that hands them in."""
    from bench import life  # noqa: PLC0415 - Django is set up only now

    people = life.world()
    drafts = [life.make_draft(applicant=people.lan) for _ in range(count)]

    def act() -> int:
        for draft in drafts:
            life.submit(draft, people)
        return count

    return act


def live_many(count: int) -> Callable[[], int]:
    """Return the act that carries cases from the draft to the signed result."""
    from bench import life  # noqa: PLC0415 - Django is set up only now

    people = life.world()
    life.forget_jobs()
    life.carry(people)  # reads the packages and keys, which a running process has read

    def act() -> int:
        for _ in range(count):
            life.carry(people)
        return count

    return act


def _together(work: Callable[[int], Any], processes: int, *, count: int) -> Measured:
    """Let processes begin at once; count from the first beginning to the last end."""
    barrier = _SPAWN.Barrier(processes)
    results: Queue[Any] = _SPAWN.Queue()
    running = [
        _SPAWN.Process(target=_one, args=(work, count, barrier, results)) for _ in range(processes)
    ]
    for process in running:
        process.start()
    told = [results.get(timeout=600) for _ in running]
    for process in running:
        process.join()
    if any(isinstance(item, str) for item in told):
        raise SystemExit("\n".join(str(item) for item in told))
    began, ended = min(item[0] for item in told), max(item[1] for item in told)
    return Measured(processes=processes, done=sum(item[2] for item in told), seconds=ended - began)


def _one(work: Callable[[int], Any], count: int, barrier: Barrier, results: "Queue[Any]") -> None:
    try:
        act: Callable[[], int]
        if work is commit_rows:
            act = lambda: commit_rows(count)  # noqa: E731 - the same shape as the prepared ones
        else:
            set_up()
            act = work(count)
        barrier.wait(timeout=300)
        began = time.monotonic()
        done = act()
        results.put((began, time.monotonic(), done))
    except Exception as error:
        results.put(f"{work.__name__}: {type(error).__name__}: {error}")
        raise


def _where_time_goes(title: str, work: Callable[[int], Any], *, count: int) -> str:
    results: Queue[Any] = _SPAWN.Queue()
    process = _SPAWN.Process(target=_watch, args=(work, count, results))
    process.start()
    whole, parts = results.get(timeout=600)
    process.join()
    lines = [f"\n{title}: where the time goes ({count} measured, one process)", ""]
    lines.append(f"{'':<34}{'times':>8}{'ms':>9}{'share':>8}")
    for name, (times, seconds) in _sorted(parts, whole):
        share = seconds / whole
        lines.append(f"{name:<34}{times / count:>8.1f}{seconds * 1000 / count:>9.2f}{share:>8.0%}")
    lines.append(f"{'all':<34}{'':>8}{whole * 1000 / count:>9.2f}{1:>8.0%}")
    return "\n".join(lines)


def _what_bounds(lives: int) -> str:
    """Set the CPU of a life beside the raw cost of what it is made of, measured in one process."""
    results: Queue[Any] = _SPAWN.Queue()
    process = _SPAWN.Process(target=_weigh, args=(lives, results))
    process.start()
    primitives, costs = results.get(timeout=900)
    process.join()
    lines = [
        "",
        table_of(primitives),
        "",
        f"{'a case, ms of CPU':<42}{'Python':>9}{'database':>10}",
    ]
    lines += [f"{name:<42}{ours:>9.1f}{theirs:>10.1f}" for name, (ours, theirs) in costs.items()]
    bound = 3 * (primitives["page"][0] + primitives["signature"][0])
    whole = sum(costs["one whole life"])
    lines.append(
        f"{'of a life: three pages, three signatures':<42}{bound:>9.1f}{bound / whole:>10.0%}"
    )
    lines.append(f"{'lives a second that two full cores allow':<42}{2000 / whole:>9.1f}")
    return "\n".join(lines)


def _weigh(lives: int, results: "Queue[Any]") -> None:
    set_up()
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    costs = {}
    for name, work, count in (
        ("one submission", submit_many, lives * 4),
        ("one whole life", live_many, lives),
    ):
        act = work(count)
        connection.ensure_connection()
        raw = connection.connection
        began, before = time.process_time(), database_cpu(raw)
        act()
        theirs = database_cpu(raw) - before
        costs[name] = ((time.process_time() - began) * 1000 / count, theirs * 1000 / count)
    results.put((measure_all(), costs))


def _watch(work: Callable[[int], Any], count: int, results: "Queue[Any]") -> None:
    set_up()
    from bench.life import watched  # noqa: PLC0415 - Django is set up only now

    act = work(count)
    with watched() as parts:
        began = time.perf_counter()
        act()
        whole = time.perf_counter() - began
    results.put((whole, {name: (part.count, part.seconds) for name, part in parts.items()}))


def _sorted(
    parts: Mapping[str, tuple[int, float]], whole: float
) -> list[tuple[str, tuple[int, float]]]:
    rest = whole - sum(seconds for _times, seconds in parts.values())
    rows = sorted(parts.items(), key=lambda item: -item[1][1])
    return [*rows, ("the rest: ORM, JSON, Python", (0, rest))]


def _rates(rows: list[tuple[Measured, Measured, Measured]]) -> str:
    lines = [
        f"{'per second':<30}" + "".join(f"{f'{row[0].processes} process(es)':>16}" for row in rows)
    ]
    names = ("plain commits, one row each", "cases handed in", "whole lives of a case")
    for place, name in enumerate(names):
        lines.append(f"{name:<30}" + "".join(f"{row[place].rate:>16.1f}" for row in rows))
    return "\n".join(lines)


def _machine(address: str) -> str:
    with psycopg.connect(address) as connection:
        found = connection.execute("SHOW server_version").fetchone()
    version = found[0] if found else "?"
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, PostgreSQL {version}\n"
    )


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench cases")
    parser.add_argument("--submits", type=int, default=200, help="cases handed in, each process")
    parser.add_argument("--lives", type=int, default=30, help="whole lives, each process")
    return parser.parse_args()


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

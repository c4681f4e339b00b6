"""The figures of a year, and the page that tells them."""

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import django

from bench.year_parts import Mark, Played, Task
from haidang.config.env import read_environment

_TABLES: Final = 14
_RAW_SIGNATURES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """What the primitives cost by themselves, measured in the same run on the same machine."""

    commits_per_second: float
    page_ms: float
    rsa_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What stands in the database at the end."""

    machine: str
    server: str
    bytes: int
    files_bytes: int
    tables: tuple[tuple[str, int, int], ...]
    statuses: tuple[tuple[str, int], ...]
    asked: int
    breaches: tuple[str, ...]
    vacuum_seconds: float
    seconds: float
    record_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that a report tells."""

    task: Task
    set_up: float
    raw: Raw
    played: list[Played]
    seen: Seen

    @property
    def breaches(self) -> tuple[str, ...]:
        """Return what does not hold: an invariant, or a planned case that did not end."""
        missing = self.task.cases - self.ended
        lost = (f"{missing} planned cases did not end",) if missing else ()
        return (*self.seen.breaches, *lost)

    @property
    def ended(self) -> int:
        """Return how many planned cases came to their end."""
        return sum(one.ended for one in self.played)

    @property
    def seconds(self) -> float:
        """Return the time from the first begin to the last end."""
        return max(one.ended_at for one in self.played) - min(one.began for one in self.played)


def primitives(commit_rows: Callable[[int], int]) -> Raw:
    """Measure a commit, a page and a raw signature."""
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - in a child only
    from cryptography.hazmat.primitives.asymmetric import padding, rsa  # noqa: PLC0415 - as above

    from bench.documents import make_receipt, measure  # noqa: PLC0415 - as above

    began = time.perf_counter()
    done = commit_rows(0)
    rate = done / (time.perf_counter() - began)
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    rsa_ms = measure(
        lambda: key.sign(b"x" * 64, padding.PKCS1v15(), hashes.SHA256()), rounds=_RAW_SIGNATURES
    )
    return Raw(commits_per_second=rate, page_ms=measure(make_receipt, rounds=20), rsa_ms=rsa_ms)


def look_at(address: str, processes: int) -> Seen:
    """Seal the record, ask every invariant, recompute every digest, weigh the database."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    from haidang.blocks.audit import public as audit  # noqa: PLC0415 - as above
    from haidang.config.invariants.checking import check_invariants  # noqa: PLC0415 - as above
    from haidang.config.invariants.record import find_record_faults  # noqa: PLC0415 - as above

    del address  # the environment names it
    while audit.seal_entries():
        pass
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        vacuumed = time.perf_counter()
        found = list(check_invariants(cursor, machine_now=_far()))
        asked = time.perf_counter()
        faults = find_record_faults(processes=processes)
        verified = time.perf_counter()
        cursor.execute("SHOW server_version")
        server = str(cursor.fetchone()[0])
        cursor.execute("SELECT pg_database_size(current_database())")
        size = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT relname, pg_total_relation_size(relid), n_live_tup FROM pg_stat_user_tables "
            "ORDER BY 2 DESC LIMIT %s",
            [_TABLES],
        )
        tables = tuple((str(a), int(b), int(c)) for a, b, c in cursor.fetchall())
        cursor.execute(
            "SELECT status, count(*) FROM cases_case WHERE number IS NOT NULL "
            "GROUP BY 1 ORDER BY 1"
        )
        statuses = tuple((str(a), int(b)) for a, b in cursor.fetchall())
    folder = read_environment().data_dir / "files"
    return Seen(
        machine=_machine(), server=server, bytes=size,
        files_bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        tables=tables, statuses=statuses, asked=len(found),
        breaches=(*(str(each) for each in found if not each.holds), *faults),
        vacuum_seconds=vacuumed - began, seconds=asked - vacuumed,
        record_seconds=verified - asked,
    )  # fmt: skip


def write_report(figures: Figures) -> str:
    """Return the page."""
    seen, ended = figures.seen, figures.ended
    holds = tell_what_holds(
        seen, planned=figures.task.cases, ended=ended, breaches=figures.breaches
    )
    parts = (_head(figures), _rates(figures), _where(figures), _growth(figures),
             tell_sizes(seen, ended=ended), holds)  # fmt: skip
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(figures: Figures) -> list[str]:
    task, seen = figures.task, figures.seen
    return [
        "# A year, played", "",
        f"{task.cases:,} cases of {task.year}, seed {task.seed}, {task.parts} processes, through "
        f"the real actions (`./run year --cases {task.cases} --seed {task.seed}`). "
        f"{datetime.now():%Y-%m-%d %H:%M}, {seen.machine}, PostgreSQL {seen.server}. "  # noqa: TID251, DTZ005 - when it was measured
        "Outside systems answer from memory. Sample data.", "",
    ]  # fmt: skip


def _rates(figures: Figures) -> list[str]:
    rate = figures.ended / figures.seconds
    jobs = sum(one.jobs for one in figures.played)
    night = 956_000 / rate / 3_600
    raw = figures.raw
    return [
        "| | |", "|---|--:|",
        f"| whole cases a second | {rate:.1f} |",
        f"| seconds for {figures.ended:,} cases | {figures.seconds:,.0f} |",
        f"| hours for 956,000 cases at this rate | {night:,.1f} |",
        f"| jobs done | {jobs:,} |",
        f"| seconds to set the stage (content, officers, keys) | {figures.set_up:,.0f} |",
        f"| raw: commits a second, one process | {raw.commits_per_second:,.0f} |",
        f"| raw: a page rendered (Mẫu 01, PDF/A-2b), ms | {raw.page_ms:.1f} |",
        f"| raw: an RSA-2048 signature, ms | {raw.rsa_ms:.2f} |", "",
    ]  # fmt: skip


def _where(figures: Figures) -> list[str]:
    whole = sum(one.ended_at - one.began for one in figures.played)
    summed: dict[str, tuple[int, float]] = {}
    for one in figures.played:
        for name, (count, seconds) in one.parts.items():
            times, spent = summed.get(name, (0, 0.0))
            summed[name] = (times + count, spent + seconds)
    rest = whole - sum(seconds for _count, seconds in summed.values())
    rows = [*sorted(summed.items(), key=lambda item: -item[1][1]),
            ("the rest: ORM, JSON, Python", (0, rest))]  # fmt: skip
    ended = max(figures.ended, 1)
    lines = ["## Where the time goes", "", "On the wall, all processes together.", "",
             "| work | times a case | ms a case | share | ms each |",
             "|---|--:|--:|--:|--:|"]  # fmt: skip
    for name, (count, seconds) in rows:
        each = f"{seconds * 1000 / count:.2f}" if count else ""
        lines.append(
            f"| {name} | {count / ended:.1f} | {seconds * 1000 / ended:.1f} "
            f"| {seconds / whole:.0%} | {each} |"
        )
    return [*lines, ""]


def _growth(figures: Figures) -> list[str]:
    lines = [
        "## Growth over the year", "",
        "Each tenth of the cases: milliseconds a case on the wall, and processor time of Python "
        "and of the database's own process. Work on cases that are still open is counted where "
        "it was done.", "",
        "| tenth | wall ms | Python ms | database ms |", "|--:|--:|--:|--:|",
    ]  # fmt: skip
    tenths = min(len(one.marks) for one in figures.played)
    for tenth in range(tenths):
        steps = [_step(one.marks, tenth) for one in figures.played]
        cases = max(sum(step[0] for step in steps), 1)
        wall, python, database = (sum(step[n] for step in steps) * 1000 / cases for n in (1, 2, 3))
        lines.append(f"| {tenth + 1} | {wall:.1f} | {python:.1f} | {database:.1f} |")
    return [*lines, ""]


def _step(marks: tuple[Mark, ...], tenth: int) -> tuple[int, float, float, float]:
    now = marks[tenth]
    if tenth == 0:
        return now.ended, now.wall, 0.0, 0.0
    last = marks[tenth - 1]
    return (now.ended - last.ended, now.wall - last.wall, now.python - last.python,
            now.database - last.database)  # fmt: skip


def tell_sizes(seen: Seen, *, ended: int) -> list[str]:
    """Return the lines about the size of tables and files."""
    ended = max(ended, 1)
    lines = [
        "## Size", "",
        f"Database {seen.bytes / 2**20:,.0f} MiB, {seen.bytes / 1024 / ended:.1f} KiB a case "
        f"(content and indexes included); files {seen.files_bytes / 2**20:,.0f} MiB, "
        f"{seen.files_bytes / 1024 / ended:.1f} KiB a case.", "",
        "| table | MiB | KiB a case | rows a case |", "|---|--:|--:|--:|",
    ]  # fmt: skip
    for name, size, rows in seen.tables:
        lines.append(
            f"| {name} | {size / 2**20:,.1f} | {size / 1024 / ended:.2f} | {rows / ended:.1f} |"
        )
    return [*lines, ""]


def tell_what_holds(
    seen: Seen, *, planned: int, ended: int, breaches: tuple[str, ...]
) -> list[str]:
    """Return the lines about the invariants."""
    ends = ", ".join(f"{status}: {count:,}" for status, count in seen.statuses)
    lines = [
        "## What holds", "",
        f"Planned {planned:,}, ended {ended:,}; by status {ends}. "
        f"{seen.asked} invariants asked in {seen.seconds:.1f} s; every digest, root and seal of "
        f"the record recomputed in {seen.record_seconds:.1f} s; {len(breaches)} broken.",
    ]  # fmt: skip
    return [*lines, *(f"- {breach}" for breach in breaches)]


def _far() -> datetime:
    from haidang.kernel import clock  # noqa: PLC0415 - Django is set up only now

    return datetime(2999, 1, 1, tzinfo=clock.VIETNAM)


def _machine() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    kind = names[0] if names else platform.processor()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    python = platform.python_version()
    return f"{len(names)} cores of {kind} (load at the end {load}), Python {python}"

"""A whole year written by COPY, and the page that tells what it took (``./run year --copied``)."""

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import django
from rich.console import Console

from bench.children import asking, in_child
from bench.year_parts import Task, set_up_year
from bench.year_report import Seen, look_at, tell_sizes, tell_what_holds
from haidang.config.synth.shares import copy_cases, finish_copies

_TENTHS: Final = 10
_RAW_ROWS: Final = 500_000


@dataclass(slots=True, kw_only=True)
class Copied:
    """The times of one copied year, in seconds; ``tenths`` are cases written and when."""

    task: Task
    raw_rows_per_second: float = 0.0
    set_up: float = 0.0
    cast: float = 0.0
    finished: float = 0.0
    tenths: list[tuple[int, float]] = field(default_factory=list)


def copy_year(task: Task, address: str, console: Console) -> tuple[str, bool]:
    """Copy the year; return the page and whether everything holds."""
    copied = Copied(task=task)
    began = time.monotonic()
    console.print("Setting the stage: tables, content, officers and their keys ...")
    in_child(set_up_year, task)
    copied.set_up = time.monotonic() - began
    copied.raw_rows_per_second = asking(raw_rows)
    console.print("Copying ...")
    written = _Written(copied=copied, console=console)
    given = {"city": task.city, "year": task.year, "cases": task.cases, "seed": task.seed}
    began = time.monotonic()
    copy_cases(given, processes=task.parts, told=written.add)
    copied.cast = time.monotonic() - began
    console.print(f"{copied.cast:,.0f} s. Indexes and seals ...")
    began = time.monotonic()
    finish_copies(given, processes=task.parts)
    copied.finished = time.monotonic() - began
    console.print(f"{copied.finished:,.0f} s. Asking the invariants ...")
    seen = asking(look_at, address, task.parts)
    ended = sum(count for _status, count in seen.statuses)
    lost = (f"{task.cases - ended} cases are missing",) if ended != task.cases else ()
    breaches = (*seen.breaches, *lost)
    lines = [
        *_head(copied, seen), *_times(copied, seen), *tell_sizes(seen, ended=ended),
        *tell_what_holds(seen, planned=task.cases, ended=ended, breaches=breaches),
    ]  # fmt: skip
    return "\n".join(lines) + "\n", not breaches


def raw_rows() -> float:
    """Return how many short rows a second one process copies into a table without an index."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 - as above

    row = "1234567\t2026-01-05 08:00:00+07\tplain text that says nothing at all\n"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE synth.raw (number bigint, at timestamptz, words text)")
        began = time.perf_counter()
        with cursor.copy("COPY synth.raw FROM STDIN") as copy:
            for _ in range(_RAW_ROWS // 1_000):
                copy.write(row * 1_000)
        spent = time.perf_counter() - began
        cursor.execute("DROP TABLE synth.raw")
    return _RAW_ROWS / spent


class _Written:
    """Counts what the processes tell, and keeps when each tenth was written."""

    def __init__(self, *, copied: Copied, console: Console) -> None:
        self.copied, self.console, self.count = copied, console, 0
        self.began = time.monotonic()

    def add(self, more: object) -> None:
        """Count some more cases."""
        self.count += int(str(more))
        spent, tenths = time.monotonic() - self.began, self.copied.tenths
        if not tenths or self.count * _TENTHS // self.copied.task.cases >= len(tenths):
            tenths.append((self.count, spent))
            self.console.print(f"{self.count:,} of {self.copied.task.cases:,}, {spent:,.0f} s")


def _head(copied: Copied, seen: Seen) -> list[str]:
    task = copied.task
    return [
        "# A whole year, copied", "",
        f"{task.cases:,} cases of {task.year}, seed {task.seed}, {task.parts} processes, **copied "
        "from true lives** (`./run year --copied "
        f"--cases {task.cases} --seed {task.seed}`): one case of each kind and fate is lived by "
        "the real actions, its rows are cut and written for every planned case. Documents have "
        "rows and digests, no content. "
        f"{datetime.now():%Y-%m-%d %H:%M}, {seen.machine}, PostgreSQL {seen.server}. "  # noqa: TID251, DTZ005 - when it was measured
        "Sample data.", "",
    ]  # fmt: skip


def _times(copied: Copied, seen: Seen) -> list[str]:
    rows = sum(count for _name, _size, count in seen.tables)
    first = copied.tenths[0][1] if copied.tenths else 0.0
    copying = copied.cast - first
    lines = [
        "| | |", "|---|--:|",
        f"| seconds to set the stage (content, officers, keys) | {copied.set_up:,.0f} |",
        f"| seconds until the first copies (true lives lived and cut) | {first:,.0f} |",
        f"| seconds of copying | {copying:,.0f} |",
        f"| cases a second while copying | {copied.task.cases / max(copying, 0.001):,.0f} |",
        f"| rows a second, the largest tables | {rows / max(copying, 0.001):,.0f} |",
        f"| raw: short rows a second by COPY, one process | {copied.raw_rows_per_second:,.0f} |",
        f"| seconds for indexes and seals | {copied.finished:,.0f} |",
        f"| seconds for VACUUM ANALYZE | {seen.vacuum_seconds:,.0f} |",
        f"| seconds for the invariants | {seen.seconds:,.0f} |",
        f"| seconds for every digest of the record | {seen.record_seconds:,.0f} |", "",
        "## Growth", "", "| cases written | seconds since the last line |", "|--:|--:|",
    ]  # fmt: skip
    before = 0.0
    for count, at in copied.tenths:
        lines.append(f"| {count:,} | {at - before:,.0f} |")
        before = at
    return [*lines, ""]

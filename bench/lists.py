"""Measure the lists: my work, tracking, one case, finding, my cases, the register, at any size.

``python -m bench lists [--sizes 10000,100000,1000000] [--rounds 20] [--report DIR]``. Whole
pages through the platform's own views, in one process, on a database of its own with very
many cases (see ``bench.many``); beside each page the time of its statements, how many there
were and the blocks that the database touched. The growth compares the largest size with the
smallest; a list that is read by index does not grow. Exit code 1 when a page touches more
than twice the blocks or takes more than twice the time.
"""

import argparse
import multiprocessing
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.city import MORNING, fill, own_city
from bench.growth import Conditions, Measured, is_flat, write_report

if TYPE_CHECKING:
    from bench.visitors import Visitors

Page = Callable[[], int]
_SPAWN: Final = multiprocessing.get_context("spawn")
_WARM_UP: Final = 3


def main() -> int:
    """Print the table; the sizes are reached one after another."""
    asked = _arguments()
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    with own_city():
        child = _SPAWN.Process(target=measure, args=(sizes, asked.rounds, asked.report))
        child.start()
        child.join()
        return child.exitcode if child.exitcode is not None else 1


def measure(sizes: list[int], rounds: int, report: Path | None) -> None:
    """Fill the city to each size, ask every page, report; exit 1 when a page is not flat."""
    fill()
    from django.conf import settings  # noqa: PLC0415 - Django is set up only now

    settings.ALLOWED_HOSTS = ["*"]
    from bench import many  # noqa: PLC0415 - Django is set up only now
    from bench.visitors import Visitors  # noqa: PLC0415 - as above

    visitors = Visitors()
    found: dict[str, dict[int, Measured]] = {}
    fillings: dict[int, float] = {}
    for size in sizes:
        began = time.perf_counter()
        many.grow(size, number=visitors.number, lan=visitors.lan_id, now=MORNING)
        many.settle()
        fillings[size] = time.perf_counter() - began
        _write(f"{size:>10,} cases after {fillings[size]:.0f} s of filling\n")
        for name, ask in _pages(visitors, sample=many.sample_number()).items():
            found.setdefault(name, {})[size] = _take(ask, rounds)
        if report is not None:
            write_report(found, _conditions(rounds, fillings, many.table_sizes()), folder=report)
    _print(found)
    sys.exit(0 if all(is_flat(rows) for rows in found.values()) else 1)


def _conditions(
    rounds: int, fillings: Mapping[int, float], tables: Mapping[str, int]
) -> Conditions:
    return Conditions(
        machine=f"{platform.machine()}, {os.cpu_count()} cores, {_processor()}",
        software=f"Python {platform.python_version()}, PostgreSQL {_server()}",
        load=os.getloadavg()[1],
        rounds=rounds,
        fillings=fillings,
        tables=tables,
    )


def _pages(visitors: "Visitors", *, sample: str) -> Mapping[str, Page]:
    """Return how each page is asked for; ``sample`` is the number of one of the copies."""
    hoa, lan, anybody = visitors.hoa, visitors.lan, visitors.anybody
    find = "/ban-lam-viec/tim/?q="
    month = f"{MORNING:%Y-%m}"
    return {
        "my work (officer)": hoa("/ban-lam-viec/"),
        "my work, one procedure": hoa("/ban-lam-viec/?thu-tuc=1.001193"),
        "due soon (officer)": hoa("/ban-lam-viec/sap-den-han/"),
        "one case (officer)": hoa(f"/ban-lam-viec/ho-so/{visitors.number}/"),
        "find: number": hoa(f"{find}{sample}"),
        "find: begin of a number": hoa(f"{find}{sample[:17]}"),
        "find: common name": hoa(f"{find}nguyen+thi"),
        "find: middling name": hoa(f"{find}le+thanh"),
        "find: given name": hoa(f"{find}yen"),
        "find: surname, given name": hoa(f"{find}dang+khue"),
        "find: rare name": hoa(f"{find}vo+quoc+khue"),
        "find: nobody": hoa(f"{find}zzyx+qqw"),
        "register, one month": hoa(
            f"/ban-lam-viec/so-theo-doi/?tu={month}-01&den={MORNING:%Y-%m-%d}"
        ),
        "tracking (everybody)": anybody(f"/tra-cuu?number={sample}"),
        "my cases (person)": lan("/ho-so/"),
        "REST: my cases": visitors.api_of("lan", "/api/cases"),
        "REST: tasks": visitors.api_of("hoa", "/api/tasks"),
        "REST: register": visitors.api_of(
            "hoa", f"/api/register?agency=H24.182&since={month}-01&until={MORNING:%Y-%m-%d}"
        ),
        "console, forecasts": visitors.khanh("/quan-tri/du-bao/"),
    }


def _take(ask: Page, rounds: int) -> Measured:
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    spent: list[float] = []

    def timed(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - Django's wrapper
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append((time.perf_counter() - began) * 1000)

    shown = [ask() for _ in range(_WARM_UP)]
    pages, databases, blocks, statements = [], [], [], 0
    counting = min(-_blocks() + _blocks() for _ in range(_WARM_UP))
    with connection.execute_wrapper(timed):
        for _ in range(rounds):
            before = _blocks()
            spent.clear()
            began = time.perf_counter()
            ask()
            pages.append((time.perf_counter() - began) * 1000)
            databases.append(sum(spent))
            statements = len(spent)
            blocks.append(_blocks() - before - counting)
    ordered = sorted(pages)
    return Measured(
        p50=statistics.median(ordered),
        p95=ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        database=statistics.median(databases),
        statements=statements,
        rows=shown[-1],
        blocks=statistics.median(blocks),
    )


def _blocks() -> int:
    """Return how many blocks this database has touched so far, its own upkeep included."""
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()"
        )
        (touched,) = cursor.fetchone()
    return int(touched)


def _server() -> str:
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    return str(version)


def _print(found: Mapping[str, Mapping[int, Measured]]) -> None:
    for name, rows in found.items():
        _write(f"\n{name}\n")
        for size, row in sorted(rows.items()):
            _write(
                f"{size:>12,} cases: {row.p50:>7.1f} ms (p95 {row.p95:.1f}), database "
                f"{row.database:.1f} ms, {row.statements} statements, {row.blocks:.0f} blocks, "
                f"{row.rows} rows\n"
            )
        first, last = rows[min(rows)], rows[max(rows)]
        _write(
            f"      growth: page {last.p50 / first.p50:.2f}, database "
            f"{last.database / first.database:.2f}, blocks {last.blocks / first.blocks:.2f}: "
            f"{'within 2x' if is_flat(rows) else 'NOT within 2x'}\n"
        )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench lists", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--report", type=Path, default=None, help="write lists.md and plots here")
    return parser.parse_args()


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""Measure the lists: my work, tracking, one case, finding, my cases, the register, at any size.

``python -m bench lists [--sizes 10000,100000,1000000] [--rounds 20]``. Whole pages through the
platform's own views, in one process, on a database of its own with very many cases (see
``bench.many``); beside each page the time of its statements and how many there were. The
growth compares the largest size with the smallest; a list that is read by index does not grow.
"""

import argparse
import multiprocessing
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bench.city import MORNING, fill, own_city

_SPAWN: Final = multiprocessing.get_context("spawn")
_WARM_UP: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one page took, in milliseconds; ``statements`` and 8 kB ``blocks`` of one page.

    Blocks are what the database touched: they do not depend on what else the machine does.
    """

    p50: float
    p95: float
    database: float
    statements: int
    blocks: float


def main() -> int:
    """Print the table; the sizes are reached one after another."""
    asked = _arguments()
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    with own_city():
        child = _SPAWN.Process(target=measure, args=(sizes, asked.rounds))
        child.start()
        child.join()
        return child.exitcode or 0


def measure(sizes: list[int], rounds: int) -> None:
    """Fill the city, grow it to each size, ask every page."""
    fill()
    from django.conf import settings  # noqa: PLC0415 - Django is set up only now

    settings.ALLOWED_HOSTS = ["*"]
    from bench import many  # noqa: PLC0415 - Django is set up only now

    number, lan, pages = _pages()
    _write(f"{platform.machine()}, {os.cpu_count()} cores, {_processor()}; Python "
           f"{platform.python_version()}, load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    found: dict[int, dict[str, Measured]] = {}
    there = 0
    for size in sizes:
        began = time.perf_counter()
        many.grow(there + 1, size, number=number, lan=lan)
        many.settle()
        there = size
        _write(f"{size:>10,} cases after {time.perf_counter() - began:.0f} s of filling\n")
        found[size] = {name: _take(ask, rounds) for name, ask in pages.items()}
    _report(found)


def _pages() -> tuple[str, str, dict[str, Callable[[], object]]]:
    """Return the true case, its person, and how each page is asked for."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - Django is set up only now
    from django.test import Client  # noqa: PLC0415 - Django is set up only now

    from haidang.blocks.identity.testing import PASSWORD, totp_code  # noqa: PLC0415 - as above
    from haidang.domain.cases import public as cases  # noqa: PLC0415 - as above
    from haidang.domain.cases.testing import (  # noqa: PLC0415 - as above
        install_world,
        make_submitted,
        take_step,
    )

    world = install_world()
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    lan, hoa, everybody = Client(), Client(), Client()
    lan.force_login(get_user_model().objects.get(pk=str(world.lan.account_id)))
    first = hoa.post("/tai-khoan/login/", {"login": "hoa", "password": PASSWORD})
    hoa.post(first["Location"], {"code": totp_code()})

    def page(client: Client, path: str) -> Callable[[], object]:
        def ask() -> object:
            answer = client.get(path)
            if answer.status_code != 200:
                raise AssertionError(f"{path}: {answer.status_code}")
            return answer

        return ask

    day = MORNING.date()
    return number, str(world.lan.person_id), {
        "my work (officer)": page(hoa, "/ban-lam-viec/"),
        "tracking (everybody)": page(everybody, "/tra-cuu?number=MAU-0000165"),
        "one case (officer)": page(hoa, f"/ban-lam-viec/ho-so/{number}/"),
        "find: number": page(hoa, "/ban-lam-viec/tim/?q=MAU-0000165"),
        "find: common name": page(hoa, "/ban-lam-viec/tim/?q=nguyen+thi"),
        "find: rare name": page(hoa, "/ban-lam-viec/tim/?q=vo+quoc+yen"),
        "find: nobody": page(hoa, "/ban-lam-viec/tim/?q=zzyx+qqw"),
        "my cases (person)": page(lan, "/ho-so/"),
        "register, one month": lambda: cases.list_register(
            agency="H24.182", since=date(day.year, day.month, 1), until=day, actor=world.hoa
        ),
    }  # fmt: skip


def _take(ask: Callable[[], object], rounds: int) -> Measured:
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    spent: list[float] = []

    def timed(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - Django's wrapper
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append((time.perf_counter() - began) * 1000)

    for _ in range(_WARM_UP):
        ask()
    pages, databases, statements, before = [], [], 0, _blocks()
    with connection.execute_wrapper(timed):
        for _ in range(rounds):
            spent.clear()
            began = time.perf_counter()
            ask()
            pages.append((time.perf_counter() - began) * 1000)
            databases.append(sum(spent))
            statements = len(spent)
    ordered = sorted(pages)
    return Measured(
        p50=statistics.median(ordered),
        p95=ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        database=statistics.median(databases),
        statements=statements,
        blocks=(_blocks() - before) / rounds,
    )


def _blocks() -> int:
    """Return how many blocks this database has touched so far."""
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()"
        )
        (touched,) = cursor.fetchone()
    return int(touched)


def _report(found: dict[int, dict[str, Measured]]) -> None:
    sizes = sorted(found)
    for name in found[sizes[0]]:
        _write(f"\n{name}\n")
        for size in sizes:
            row = found[size][name]
            _write(
                f"{size:>12,} cases: {row.p50:>7.1f} ms (p95 {row.p95:.1f}), database "
                f"{row.database:.1f} ms, {row.statements} statements, {row.blocks:.0f} blocks\n"
            )
        first, last = found[sizes[0]][name], found[sizes[-1]][name]
        _write(
            f"      growth: page {last.p50 / first.p50:.2f}, database "
            f"{last.database / first.database:.2f}, blocks {last.blocks / first.blocks:.2f}\n"
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
    return parser.parse_args()


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""Measure the search: quality on the gold lists, time of an answer, growth with the catalogue.

``python -m bench search [--sizes 1,4,40] [--rounds 3] [lists]``. The real catalogue is read
from ``--data`` (national-procedures.jsonl), into a database of its own; a size is how many
times it stands in the table. Every query of the gold lists is asked in one process: the whole
answer of the domain, the part that its statements take, and the page over HTTP. With the word
``lists``, the measurement of the lists follows.
"""

import argparse
import importlib
import multiprocessing
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import yaml

from bench.city import fill, own_city

_SPAWN: Final = multiprocessing.get_context("spawn")
_ROOT: Final = Path(__file__).resolve().parents[1]
_DATA: Final = _ROOT.parent / "shared" / "data" / "national-procedures.jsonl"
_GOLD: Final = _ROOT / "src/haidang/domain/catalog/tests/gold"
_LISTS: Final = ("developed", "held-out", "fresh", "blind")
Gold = list[tuple[str, frozenset[str]]]


def main() -> int:
    """Print the tables; return 1 when the data is not there."""
    asked = _arguments()
    if not asked.data.is_file():
        sys.stdout.write(f"{asked.data}: there is no such file; name it with --data.\n")
        return 1
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    with own_city():
        child = _SPAWN.Process(target=measure, args=(asked.data, sizes, asked.rounds))
        child.start()
        child.join()
    if asked.more == "lists" and not child.exitcode:
        sys.argv = [sys.argv[0]]
        status = importlib.import_module("bench.lists").main()
        return status if isinstance(status, int) else 0
    return child.exitcode or 0


def measure(data: Path, sizes: list[int], rounds: int) -> None:
    """Fill the catalogue, ask every query, make the catalogue larger, ask again."""
    fill()
    from django.conf import settings  # noqa: PLC0415 - Django is set up only now

    from haidang.domain.catalog.testing import load_names  # noqa: PLC0415 - Django is set up only now

    settings.ALLOWED_HOSTS = ["*"]
    lists = {name: _gold(name) for name in _LISTS}
    queries = [query for gold in lists.values() for query, _codes in gold]
    head = f"{'procedures':>11}{'':>4}{'whole answer, ms':>26}{'':>4}{'statements, ms':>26}"
    told = (
        f"{head}{'':>4}{'page, ms':>26}\n{'':>11}" + f"{'':>4}{'p50':>8}{'p95':>9}{'max':>9}" * 3
    )
    loaded = 0
    for size in sizes:
        began = time.perf_counter()
        count = load_names(data, first=loaded, copies=size)
        loaded = size
        _write(f"{count} procedures indexed in {time.perf_counter() - began:.1f} s")
        if size == sizes[0]:
            for name, gold in lists.items():
                _write(_quality(name, gold))
            _write(f"\n{told}")
        _write(_times(queries, rounds, f"{count:>11}"))


def _gold(name: str) -> Gold:
    rows = yaml.safe_load((_GOLD / f"{name}.yaml").read_text(encoding="utf-8"))["queries"]
    return [(row["ask"], frozenset(row["codes"])) for row in rows]


def _quality(name: str, gold: Gold) -> str:
    from haidang.domain.catalog import public as catalog  # noqa: PLC0415 - Django is set up only now

    ranks = []
    for query, codes in gold:
        found = [hit.procedure.code for hit in catalog.search_procedures(query)]
        ranks.append(next((at for at, code in enumerate(found, start=1) if code in codes), 0))
    first = sum(rank == 1 for rank in ranks) / len(ranks)
    third = sum(0 < rank <= 3 for rank in ranks) / len(ranks)
    mean = sum(1 / rank for rank in ranks if rank) / len(ranks)
    return (
        f"{name:<12}{len(gold):>4} queries  top-1 {first:.0%}  top-3 {third:.0%}  MRR {mean:.3f}"
    )


def _times(queries: list[str], rounds: int, name: str) -> str:
    from django.test import Client  # noqa: PLC0415 - Django is set up only now

    from haidang.domain.catalog import public as catalog  # noqa: PLC0415 - Django is set up only now

    browser = Client()
    whole, inside, page = [], [], []
    catalog.search_procedures(queries[0])
    browser.get("/tim-kiem", {"q": queries[0]})
    for _round in range(rounds):
        for query in queries:
            with _watched() as spent:
                began = time.perf_counter()
                catalog.search_procedures(query)
                whole.append(time.perf_counter() - began)
            inside.append(sum(spent))
            began = time.perf_counter()
            browser.get("/tim-kiem", {"q": query})
            page.append(time.perf_counter() - began)
    return name + "".join(_three(each) for each in (whole, inside, page))


def _three(seconds: list[float]) -> str:
    cuts = statistics.quantiles(seconds, n=20)
    return f"{'':>4}{cuts[9] * 1000:>8.1f}{cuts[18] * 1000:>9.1f}{max(seconds) * 1000:>9.1f}"


@contextmanager
def _watched() -> Iterator[list[float]]:
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    spent: list[float] = []

    def watch(execute: Any, *given: Any) -> Any:  # noqa: ANN401 - as Django passes it
        began = time.perf_counter()
        try:
            return execute(*given)
        finally:
            spent.append(time.perf_counter() - began)

    with connection.execute_wrapper(watch):
        yield spent


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench search")
    parser.add_argument("more", nargs="?", default="", help="lists: measure the lists as well")
    parser.add_argument("--data", type=Path, default=_DATA, help="the national catalogue")
    parser.add_argument("--sizes", default="1,4,40", help="how many times the catalogue stands")
    parser.add_argument("--rounds", type=int, default=3, help="times that each query is asked")
    return parser.parse_args()


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

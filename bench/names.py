"""Measure what the index of names costs a submission, and each case of a merger.

``python -m bench names [--cases 100000] [--rounds 60] [--moved 1000]``. The same is done in turns
with the triggers that keep the index and without, in one process, on a database of its own with
many cases. What they cost is in the database: no statement is added on the way there.
"""

import argparse
import multiprocessing
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bench.city import MORNING, fill, own_city

Spent = dict[bool, list[float]]
_SPAWN: Final = multiprocessing.get_context("spawn")
_WARM_UP: Final = 4
_MOVE: Final = (
    "UPDATE cases_case SET receiving_agency = 'H24.301.01' WHERE id IN ("
    "SELECT id FROM cases_case WHERE receiving_agency = 'H24.182.01' ORDER BY id LIMIT %s)"
)


def main() -> int:
    """Print both costs."""
    asked = _arguments()
    with own_city():
        child = _SPAWN.Process(target=measure, args=(asked.cases, asked.rounds, asked.moved))
        child.start()
        child.join()
        return child.exitcode if child.exitcode is not None else 1


def measure(size: int, rounds: int, moved: int) -> None:
    """Fill the city, hand cases in and move them, with the triggers and without."""
    fill()
    from bench import many  # noqa: PLC0415 - Django is set up only now
    from haidang.domain.cases import testing  # noqa: PLC0415 - as above

    world = testing.install_world()
    number = testing.make_submitted(applicant=world.lan)
    testing.take_step(number, action="accept", by=world.hoa)
    many.grow(size, number=number, lan=str(world.lan.person_id), now=MORNING)
    many.settle()
    wholes: Spent = {True: [], False: []}
    writes: Spent = {True: [], False: []}
    for turn in range(2 * (rounds + _WARM_UP)):
        is_kept = turn % 2 == 0
        with _triggers(is_kept=is_kept):
            whole, write, statements = _submit()
        if turn >= 2 * _WARM_UP:
            wholes[is_kept].append(whole)
            writes[is_kept].append(write)
    _tell(f"one submission among {size:,} cases, {statements} statements", wholes)
    _tell("its write of the case", writes)
    moves: Spent = {True: [], False: []}
    for turn in range(6):
        is_kept = turn % 2 == 0
        with _triggers(is_kept=is_kept):
            moves[is_kept].append(_move(moved) / moved)
    _tell(f"one case of a merger, {moved:,} in a statement", moves)


@contextmanager
def _triggers(*, is_kept: bool) -> Iterator[None]:
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE cases_case {'ENABLE' if is_kept else 'DISABLE'} TRIGGER USER")
    yield


def _submit() -> tuple[float, float, int]:
    """Hand a draft in; return milliseconds of the whole, of its write of the case, statements."""
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    from haidang.domain.cases import public as cases  # noqa: PLC0415 - as above
    from haidang.domain.cases.testing import install_world, make_draft  # noqa: PLC0415 - as above

    lan = install_world().lan
    draft, writes, statements = make_draft(applicant=lan), [0.0], 0

    def timed(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - Django's wrapper
        nonlocal statements
        statements += 1
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if sql.startswith('UPDATE "cases_case"'):
                writes.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    with connection.execute_wrapper(timed):
        cases.submit_case(draft, actor=lan)
    return (time.perf_counter() - began) * 1000, sum(writes), statements


def _move(moved: int) -> float:
    from django.db import connection, transaction  # noqa: PLC0415 - Django is set up only now

    with transaction.atomic(), connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(_MOVE, [moved])
        took = (time.perf_counter() - began) * 1000
        transaction.set_rollback(True)
    return took


def _tell(what: str, spent: Spent) -> None:
    kept, bare = (statistics.median(spent[is_kept]) for is_kept in (True, False))
    sys.stdout.write(
        f"{what}: {kept:.2f} ms with the index of names, {bare:.2f} without, "
        f"{kept - bare:.2f} its cost\n"
    )
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench names", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--moved", type=int, default=1_000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""Lives one after another in a database of their own, with progress and what was met."""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from haidang.domain.cases.testing import MONDAY, World
from haidang.kernel import clock
from tests.simulation.life import LawBroken, Life
from tests.simulation.life_case import OneCase
from tests.simulation.life_outside import Moods, world_in_memory
from tests.simulation.two_wards import install_two_wards, staff_all_posts

EVERY: Final = 100


def live(seeds: Sequence[int], *, steps: int, shows_traces: bool) -> int:
    """Live the lives of some seeds; return how many broke a law."""
    broken, died, began = 0, 0, time.monotonic()
    with _two_wards() as world:
        for done, seed in enumerate(seeds, start=1):
            life = Life(world=world, seed=seed, steps=steps)
            try:
                life.live()
            except LawBroken as error:
                broken += 1
                _say(f"BROKEN {error}")
            died += life.worker.done["died"]
            if shows_traces:
                _say("\n".join([*life.trace, life.hash()]))
            if done % EVERY == 0 or done == len(seeds):
                pace = done / (time.monotonic() - began)
                _say(f"{done} of {len(seeds)} seeds, {broken} broken, {pace:.2f} a second")
    _say(f"workers that died: {died}")
    _say(f"faults outside: {_counts(Counter(Moods.met))}")
    _say(f"verbs that went through: {_counts(OneCase.done)}")
    return broken


@contextmanager
def _two_wards() -> Iterator[World]:
    old = setup_databases(verbosity=0, interactive=False)
    try:
        with world_in_memory(), transaction.atomic():
            with clock.stopped_at(MONDAY):
                world = staff_all_posts(install_two_wards())
            yield world
            transaction.set_rollback(True)
    finally:
        connection.close()
        teardown_databases(old, verbosity=0)


def _counts(of: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(of.items()))


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()

"""Simulated lives: any order, any death, any silence outside; the law and the money hold."""

from collections.abc import Iterator
from typing import Final

import pytest
from pytest_django import DjangoDbBlocker

from haidang.domain.cases.testing import MONDAY, World
from haidang.kernel import clock
from tests.simulation import life_laws
from tests.simulation.life import LawBroken, Life
from tests.simulation.life_outside import world_in_memory
from tests.simulation.two_wards import install_two_wards, staff_all_posts

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SEEDS: Final = 200
AT_ONCE: Final = 25
STEPS: Final = 5
"""``./run night`` lives thousands, with more steps each, on all cores."""


@pytest.fixture(scope="module")
def world(shared_rows: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),
        world_in_memory(),
        clock.stopped_at(MONDAY),
    ):
        yield staff_all_posts(install_two_wards())


@pytest.mark.parametrize("first", range(1, SEEDS + 1, AT_ONCE))
def test_whatever_happens_in_whatever_order_every_case_ends_once_and_lawfully(
    world: World, first: int
) -> None:
    deaths = 0

    for seed in range(first, first + AT_ONCE):
        life = Life(world=world, seed=seed, steps=STEPS)
        life.live()
        deaths += life.worker.done["died"]

    assert deaths > AT_ONCE // 4


def test_a_broken_law_tells_the_seed_its_life_and_how_to_live_it_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life_laws, "ONCE", {"a law that nobody keeps": "SELECT 1"})

    with pytest.raises(LawBroken) as caught:
        Life(world=world, seed=3, steps=STEPS).live()

    told = str(caught.value)
    assert told.startswith("seed 3: a law that nobody keeps")
    assert "handed in: " in told
    assert told.endswith(f"./run night --seeds 1 --from 3 --steps {STEPS} --trace")


def test_a_seed_lives_the_same_life_twice(world: World) -> None:
    first = Life(world=world, seed=7, steps=STEPS)
    second = Life(world=world, seed=7, steps=STEPS)

    first.live()
    second.live()

    assert first.trace == second.trace
    assert first.hash() == second.hash()
    assert len(first.trace) > STEPS

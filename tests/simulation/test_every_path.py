"""Everybody tries every verb on a paid case, wherever it goes; the law and the money hold."""

from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django import Settings

from haidang.blocks.agencies.testing import WARD_COMMITTEE
from haidang.domain.cases.testing import MONDAY, World, providers_in_memory
from haidang.kernel import clock
from tests.simulation.path_laws import PathMachine
from tests.simulation.two_wards import NOTICE, install_two_wards

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WANTED: Final = frozenset(
    {"stop", "withdraw", "extend", "ask_once", "ask_a_second_time", "find_a_fault", "transfer",
     "consult", "answer_the_consultation", "write_a_note", "complete", "take_a_step", "go_on"}
)  # fmt: skip
"""What must have gone through at least once, or the run says little."""


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    for name, value in providers_in_memory(NOTICE).items():
        setattr(settings, name, value)
    with clock.stopped_at(MONDAY):
        yield install_two_wards()


def test_whatever_is_tried_on_whatever_path_the_law_and_the_money_hold(world: World) -> None:
    assert world.khanh.holds("leader", agency=WARD_COMMITTEE)
    PathMachine.world = world

    run_state_machine_as_test(
        PathMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=12,
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert {verb for verb, times in PathMachine.done.items() if times} >= WANTED

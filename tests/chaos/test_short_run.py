"""A whole city under load, broken once in each way; then its promises are held against it."""

from collections.abc import Iterator
from typing import Final

import pytest

from tests.chaos.crowd import EXTRACT, Crowd
from tests.chaos.schedule import KINDS, plan
from tests.chaos.session import Outcome, break_town
from tests.chaos.town import Town, raise_town
from tests.chaos.verdict import judge_cases

pytestmark = [pytest.mark.running_clock, pytest.mark.slow]

SEED: Final = 2604
FAULTS: Final = len(KINDS)
REPLAY: Final = f"./run chaos --faults {FAULTS} --seed {SEED}"


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with raise_town() as town:
        yield town


@pytest.fixture(scope="module")
def broken(town: Town) -> tuple[Outcome, Crowd]:
    return break_town(town, SEED, plan(SEED, faults=FAULTS), say=print, quiet=1)


def test_a_city_broken_in_every_way_loses_doubles_and_leaves_nothing(
    broken: tuple[Outcome, Crowd],
) -> None:
    outcome, _crowd = broken

    breaches = {check.name: check.breaches for check in outcome.checks if check.breaches}

    assert breaches == {}, f"seed {SEED}; {REPLAY}"
    assert {fault.kind for fault in outcome.faults} == set(KINDS)
    assert outcome.cases > FAULTS
    assert sorted(outcome.recoveries) == list(range(1, FAULTS + 1))
    assert outcome.counts.get("answered 500", 0) == 0, f"seed {SEED}; {REPLAY}"


def test_the_verdict_sees_what_is_lost_doubled_or_stuck(
    town: Town, broken: tuple[Outcome, Crowd]
) -> None:
    _outcome, crowd = broken
    with town.look() as database:
        number, case_id = database.execute(
            "SELECT number, id::text FROM cases_case WHERE number IS NOT NULL LIMIT 1"
        ).fetchone() or ("", "")
        database.execute("UPDATE cases_case SET status = '4' WHERE number = %s", [number])
        database.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) "
            "VALUES ('default', 'cases.accept_automatically', 'failed')"
        )
    crowd.ledger.told["H24.000.00-000000-0000"] = EXTRACT
    crowd.ledger.begun.discard(str(case_id))
    crowd.ledger.refused.append("submit: 500")

    checks = {check.name: check.breaches for check in judge_cases(town, crowd)}

    assert checks["0 lost"] == ("H24.000.00-000000-0000",)
    assert checks["0 doubled"] == (number,)
    stuck = checks["0 stuck"]
    assert stuck[0] == f"{number} stands in 4"
    assert "cases.accept_automatically" in stuck[1]
    assert checks["no client was refused or left without an answer"] == ("submit: 500",)
    assert checks["money at the bank = money recorded"] == ()

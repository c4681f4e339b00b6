"""One run: a city under load, the faults of a seed, healing, the verdict."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from haidang.kernel import clock
from tests.chaos.breaking import Breaker
from tests.chaos.crowd import Crowd
from tests.chaos.schedule import Fault
from tests.chaos.town import Town, raise_town
from tests.chaos.verdict import Check, judge

Say = Callable[[str], None]
LONGEST_WAIT_SECONDS: Final = 3.0
"""So long the next fault waits for the recovery from the last one; then it comes on top."""
DRAIN_SECONDS: Final = 300.0
"""So long without one more case ended, and what is left counts as stuck."""
QUIET_PROBES: Final = 3


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a run found."""

    seed: int
    faults: Sequence[Fault]
    began_at: datetime
    seconds: float = 0.0
    quiet: list[float] = field(default_factory=list)
    """How long an extract takes while nothing is broken."""
    recoveries: dict[int, float] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    cases: int = 0
    disk: str = ""

    @property
    def is_good(self) -> bool:
        """Tell whether every promise was kept."""
        return not any(check.breaches for check in self.checks)


def run(
    seed: int, faults: Sequence[Fault], *, say: Say, keep_logs: Say = lambda _t: None
) -> Outcome:
    """Break a city as the schedule says; return what came of it."""
    with raise_town() as town:
        outcome, _crowd = break_town(town, seed, faults, say=say)
        if not outcome.is_good:
            keep_logs(str(town.layout.data / "logs"))
    return outcome


def break_town(
    town: Town, seed: int, faults: Sequence[Fault], *, say: Say, quiet: int = QUIET_PROBES
) -> tuple[Outcome, Crowd]:
    """Break a city that is up; return what came of it, and those who used it."""
    outcome = Outcome(seed=seed, faults=faults, began_at=clock.now(), disk=town.disk.how)
    crowd = Crowd(town=town, seed=seed)
    began = time.monotonic()
    crowd.begin()
    try:
        outcome.quiet = [crowd.probe().result(120) for _time in range(quiet)]
        _suffer(town, crowd, outcome, say)
        _drain(crowd, say)
    finally:
        crowd.end()
    outcome.checks = judge(town, crowd)
    outcome.seconds = time.monotonic() - began
    outcome.counts = dict(crowd.ledger.counts)
    outcome.cases = len(crowd.ledger.told)
    return outcome, crowd


def _suffer(town: Town, crowd: Crowd, outcome: Outcome, say: Say) -> None:
    breaker = Breaker(town)
    probes: dict[int, Future[float]] = {}
    try:
        for fault in outcome.faults:
            breaker.suffer(fault)
            probes[fault.number] = probe = crowd.probe()
            say(f"{fault}: {_told(probe)}; {len(crowd.ledger.told)} cases")
            time.sleep(fault.rest)
    finally:
        breaker.mend_everything()
    crowd.stop_handing_in()
    for number, probe in probes.items():
        outcome.recoveries[number] = probe.result(1)


def _told(probe: "Future[float]") -> str:
    try:
        return f"works again after {probe.result(LONGEST_WAIT_SECONDS):.1f} s"
    except NotYet:
        return "not well yet"


def _drain(crowd: Crowd, say: Say) -> None:
    """Let everything come to its end, as long as anything does."""
    left, since = crowd.unfinished(), time.monotonic()
    while left and time.monotonic() - since < DRAIN_SECONDS:
        time.sleep(1)
        now = crowd.unfinished()
        if len(now) != len(left):
            say(f"{len(now)} cases are on their way")
            since = time.monotonic()
        left = now
    _wait_for_jobs(crowd)


def _wait_for_jobs(crowd: Crowd) -> None:
    """Wait until no job is due and each entry of the record is sealed, which the clock does."""
    due = (
        "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') "
        "AND queueing_lock IS NULL "
        "AND (scheduled_at IS NULL OR scheduled_at < now() + interval '10 minutes')"
    )
    unsealed = (
        "SELECT count(*) FROM audit_auditentry e "
        "WHERE NOT EXISTS (SELECT FROM audit_sealedentry s WHERE s.entry_id = e.id)"
    )
    deadline = time.monotonic() + DRAIN_SECONDS
    with crowd.town.look() as database:
        for left in (due, unsealed):
            while database.execute(left).fetchone() != (0,) and time.monotonic() < deadline:
                time.sleep(0.5)

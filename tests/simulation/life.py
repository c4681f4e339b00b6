"""A simulated life: one seed, one thread, a virtual clock; every step is written into a trace.

The same seed gives the same trace, word for word: all chance comes from the seed, all ids from
a counter, all time from a clock that stands still between steps. The domain, the queue's rows
and the database are the real ones, in a transaction that is undone at the end.
"""

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - seeded, so that a failure can be repeated
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.test.utils import override_settings

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.domain.cases.testing import (
    BIRTH,
    BUSINESS,
    EXTRACT,
    MONDAY,
    World,
    make_submitted,
)
from haidang.kernel import clock, ids
from tests.simulation.life_case import OneCase, acts
from tests.simulation.life_laws import what_is_wrong_at_the_end, what_is_wrong_now
from tests.simulation.life_outside import Bank, Moods, forget_everything
from tests.simulation.life_worker import Worker
from tests.simulation.path_rules import SINGLE

PROCEDURES: Final = (
    (EXTRACT, "straight-through"),
    (EXTRACT, "straight-through-paid"),
    (SINGLE, "to-marry"),
    (BUSINESS, "individual"),
    (BIRTH, "on-time"),
)
TICKS: Final = (
    "payments.poll_silent_orders",
    "payments.expire_overdue_orders",
    "cases.watch_consultations",
    "delivery.follow_moving_parcels",
    "audit.seal",
)
PAUSES: Final = (1, 5, 60, 600, 3_600, 30_000, 86_400, 20 * 86_400)
OFTEN: Final = (24, 24, 24, 12, 8, 4, 3, 1)
LONG: Final = 0.4
"""So many lives are carried to the signed result; the others end sooner and cost less."""
LAST_LOOK: Final = timedelta(days=3)
"""After so long the bank was asked once more about every order that ended."""
_WRITES: Final = re.compile(r"\b(INSERT|UPDATE|DELETE)\b")
IDLE_ROUNDS: Final = 5
"""When nothing moved in so many rounds of seven hours, nothing will."""


class LawBroken(AssertionError):
    """Something that must hold does not; the seed and the trace tell how it came."""


@dataclass(slots=True)
class Life:
    """One seed's life of some cases."""

    world: World
    seed: int
    steps: int = 14
    trace: list[str] = field(default_factory=list)
    cases: list[OneCase] = field(default_factory=list)
    at: datetime = MONDAY
    chance: Random = field(init=False)
    worker: Worker = field(init=False)
    to_the_result: bool = field(init=False)
    """Whether the cases are carried on to their results, or withdrawn once all has healed."""
    writes: int = 0
    """How many statements wrote, or may have: what was read at the same count is still so."""
    looked_at: int = -1
    states: tuple[int, str] = (-1, "")

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 - a simulation
        self.worker = Worker(chance=self.chance, deaths=0.2)
        self.to_the_result = self.chance.random() < LONG

    def live(self) -> str:
        """Live to the end and undo it; return the trace's hash, or raise LawBroken."""
        OneCase.world = self.world
        forget_everything()
        Moods.reset(self.chance, trouble=0.3)
        with (
            tempfile.TemporaryDirectory(prefix="haidang-life-") as files,
            override_settings(HAIDANG_FILES_DIR=files),
            ids.drawn_from(_ids(self.seed)),
            transaction.atomic(),
            connection.execute_wrapper(self._count_writes),
        ):
            try:
                self._live()
            except AssertionError as error:
                raise LawBroken(self._told(str(error))) from error
            finally:
                transaction.set_rollback(True)
        return self.hash()

    def hash(self) -> str:
        """Return the hash of the trace so far."""
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()

    def work(self, times: int) -> None:
        """Let workers do some jobs."""
        with clock.stopped_at(self.at):
            for _time in range(times):
                outcome = self.worker.work()
                if not outcome:
                    break
                self._note(f"worker: {outcome}")

    def _live(self) -> None:
        for _case in range(self.chance.choice((1, 1, 2))):
            self._hand_in()
        for _step in range(self.steps):
            self._step()
        self._heal()
        idle = 0
        while idle < IDLE_ROUNDS and not self._is_quiet():
            before = self._progress()
            self._go_on()
            idle = 0 if self._progress() != before else idle + 1
        self._let_time_pass(LAST_LOOK)
        self.work(200)
        with clock.stopped_at(self.at):
            audit.seal_entries()
            self._demand(what_is_wrong_at_the_end(self.cases))

    def _hand_in(self) -> None:
        procedure, scenario = self.chance.choice(PROCEDURES)
        with clock.stopped_at(self.at):
            number = make_submitted(
                applicant=self.world.lan, procedure=procedure, scenario=scenario
            )
        self.cases.append(OneCase(self, number))
        self._note(f"handed in: {procedure} {scenario} {number}")

    def _step(self) -> None:
        kind = self.chance.choices(("act", "work", "outside", "time"), (35, 45, 8, 12))[0]
        if kind == "work":
            self.work(self.chance.randrange(1, 6))
        elif kind == "outside":
            self._listen()
        elif kind == "time":
            self._let_time_pass(timedelta(seconds=self.chance.choices(PAUSES, OFTEN)[0]))
        else:
            self._act()
        self._look()

    def _act(self) -> None:
        case = self.chance.choice(self.cases)
        known = acts()
        name, _often, act = self.chance.choices(known, [often for _n, often, _a in known])[0]
        before = sum(case.done.values())
        with clock.stopped_at(self.at):
            act(case, self.chance)
        went = sum(case.done.values()) - before
        self._note(f"{case.number}: {name}: {went} went through")

    def _listen(self) -> None:
        with clock.stopped_at(self.at):
            for outcome in Bank.deliver():
                self._note(f"bank: {outcome}")

    def _let_time_pass(self, pause: timedelta) -> None:
        self.at += pause
        with clock.stopped_at(self.at):
            for name in TICKS:
                outbox.known_tasks()[name]()
        self._note(f"time: {self.at:%Y-%m-%d %H:%M:%S}")

    def _heal(self) -> None:
        self._note("everything heals")
        Moods.trouble = 0.0
        self.worker.deaths = 0.0

    def _go_on(self) -> None:
        """Do what is due, else wait for what comes, else let those act whose turn it is."""
        self.work(30)
        self._listen()
        with clock.stopped_at(self.at):
            wait = self.worker.next_at()
        if wait is not None and wait < timedelta(hours=1):
            self._let_time_pass(max(wait, timedelta(seconds=1)))
            return
        for case in self.cases:
            if not case.is_over():
                with clock.stopped_at(self.at):
                    case.carry_on(to_the_result=self.to_the_result)
                self._note(f"{case.number}: carried on")
        self._let_time_pass(timedelta(hours=7))

    def _is_quiet(self) -> bool:
        with clock.stopped_at(self.at):
            wait = self.worker.next_at()
        due = wait is not None and wait < timedelta(hours=1)
        return not due and not Bank.on_the_way and all(case.is_over() for case in self.cases)

    def _progress(self) -> tuple[int, ...]:
        verbs = sum(sum(case.done.values()) for case in self.cases)
        return verbs, self.worker.runs, len(Bank.on_the_way)

    def _look(self) -> None:
        """Hold everything against the laws, unless nothing was written since the last time."""
        if self.writes == self.looked_at:
            return
        self.looked_at = self.writes
        with clock.stopped_at(self.at):
            self._demand(what_is_wrong_now(self.cases))

    def _demand(self, faults: list[str]) -> None:
        if faults:
            raise LawBroken("; ".join(faults))

    def _note(self, what: str) -> None:
        if self.states[0] != self.writes:
            self.states = (self.writes, ",".join(case.status() for case in self.cases))
        self.trace.append(f"{len(self.trace):>3} [{self.states[1]}] {what}")

    def _count_writes(
        self,
        execute: Callable[..., object],
        sql: str,
        parameters: object,
        many: bool,  # noqa: FBT001 - Django's own signature
        context: object,
    ) -> object:
        self.writes += _WRITES.search(sql) is not None
        return execute(sql, parameters, many, context)

    def _told(self, fault: str) -> str:
        lines = "\n".join(self.trace)
        replay = f"./run night --seeds 1 --from {self.seed} --steps {self.steps} --trace"
        return f"seed {self.seed}: {fault}\n{lines}\nreplay: {replay}"


def _ids(seed: int) -> Iterator[UUID]:
    """Count ids up from the first instant, so that later ones sort later."""
    chance = Random(seed)  # noqa: S311 - a simulation
    milliseconds = int(MONDAY.timestamp() * 1000)
    while True:
        milliseconds += 1
        value = (milliseconds << 80) | (0x7 << 76) | (chance.getrandbits(12) << 64)
        yield UUID(int=value | (0b10 << 62) | chance.getrandbits(62))

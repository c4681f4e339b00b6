"""One case of a simulated life: the verbs and laws of every path, in a world that has moods."""

from collections.abc import Callable
from datetime import datetime
from random import Random  # noqa: TID251 - seeded, so that a failure can be repeated
from typing import Final, Protocol

from django.db import connection
from hypothesis.stateful import RuleBasedStateMachine

from haidang.blocks.agencies.testing import OTHER_COMMITTEE, WARD_COMMITTEE
from haidang.blocks.payments import public as payments
from haidang.domain.cases import public as cases
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import CLOSED, DECIDED, Status
from haidang.domain.cases.testing import World
from haidang.domain.cases.types import StatusChanged
from haidang.kernel import clock
from haidang.kernel.errors import HaidangError
from tests.simulation.life_outside import Bank
from tests.simulation.path_laws import PathMachine
from tests.simulation.path_rules import NAMING, OFFICERS, PEOPLE

REASONS: Final = ("Có lý do chính đáng", "Theo quy định", "")
FIELDS: Final = ("/evidence/birth_notice", "/evidence/identity_paper", "/mother_name", "")
WARDS: Final = (WARD_COMMITTEE, OTHER_COMMITTEE)
FURTHEST: Final = 12
Act = Callable[["OneCase", Random], None]


class Surroundings(Protocol):
    """What a case sees of the life that it is part of."""

    world: World
    at: datetime
    writes: int

    def work(self, times: int) -> None:
        """Let workers do some jobs."""


class OneCase(PathMachine):
    """A case among others: its clock, its bank and its workers are those of the life."""

    def __init__(self, life: Surroundings, number: str) -> None:
        RuleBasedStateMachine.__init__(self)
        self.life = life
        self.number = number
        self.refused = 0
        self.read_at = -1
        self.seen: Case | None = None
        self.told: list[StatusChanged] | None = None

    @property
    def at(self) -> datetime:
        """Return the one clock's instant."""
        return self.life.at

    @at.setter
    def at(self, value: datetime) -> None:
        self.life.at = value

    def do_the_jobs(self) -> None:
        """Leave the work to the workers of the life."""
        self.life.work(2)

    def _pay(self, *, times: int, short: bool) -> None:
        for order in payments.list_orders(subject=self.number):
            if order.status == payments.OrderStatus.PENDING:
                for _time in range(times):
                    Bank.pay(reference=order.reference, dong=order.amount.dong - short)

    def status(self) -> str:
        """Return the legal code of the case, which is asked for much oftener than its row."""
        self._forget_what_may_have_changed()
        if self.seen is not None:
            return str(self.seen.status)
        with connection.cursor() as cursor:
            cursor.execute("SELECT status FROM cases_case WHERE number = %s", [self.number])
            ((status,),) = cursor.fetchall()
        return str(status)

    def is_over(self) -> bool:
        """Tell whether nothing more will happen to the case."""
        return self.status() in CLOSED

    def row(self) -> Case:
        """Return the row; it is read again when something was written since."""
        self._forget_what_may_have_changed()
        if self.seen is None:
            self.seen = super().row()
        return self.seen

    def changes(self) -> list[StatusChanged]:
        """Return the history; it is read again when something was written since."""
        self._forget_what_may_have_changed()
        if self.told is None:
            self.told = super().changes()
        return self.told

    def _forget_what_may_have_changed(self) -> None:
        if self.read_at != self.life.writes:
            self.read_at, self.seen, self.told = self.life.writes, None, None

    def is_paid_for(self) -> bool:
        """Tell whether enough money for every open order set out."""
        return all(
            any(one.reference == order.reference for one in Bank.received)
            for order in payments.list_orders(subject=self.number)
            if order.status == payments.OrderStatus.PENDING
        )

    def rate(self, who: str, stars: int) -> None:
        """Let somebody rate."""
        with clock.stopped_at(self.at):
            try:
                cases.rate_case(
                    self.number, stars=stars, comment="", actor=getattr(self.world, who)
                )
            except HaidangError:
                self.refused += 1
            else:
                self.done["rate"] += 1

    def carry_on(self, *, to_the_result: bool = True) -> None:
        """Let whoever's turn it is do what brings the case to its end."""
        if not to_the_result and self.row().status not in DECIDED:
            self.withdraw("lan", REASONS[0], 0)
            return
        if self.row().status == Status.OBLIGATION and self.is_paid_for():
            return
        if self._is_in_nobodys_hand():
            self.withdraw("lan", REASONS[0], 0)
        else:
            self.go_on()

    def _is_in_nobodys_hand(self) -> bool:
        """Tell whether the case went where the sample city has no officer for its step."""
        tasks = self.open_tasks()
        officers = [getattr(self.world, who) for who in sorted(OFFICERS)]
        return bool(tasks) and not any(
            one.holds(task.post, agency=task.agency) for task in tasks for one in officers
        )

    def obey_the_laws(self) -> None:
        """Hold the case against everything that must hold after each act."""
        self.the_history_goes_along_legal_edges_and_replays_to_the_row()
        self.the_clocks_add_up()
        self.nobody_is_asked_twice_without_a_head()
        self.the_date_is_put_off_by_a_head_once_at_most()
        self.a_closed_case_has_no_open_task()
        self.no_money_is_recorded_that_did_not_come()

    def no_money_is_recorded_that_did_not_come(self) -> None:
        """What is receipted came in, once."""
        receipts = payments.list_receipts(subject=self.number)
        assert len(receipts) <= 1
        orders = payments.list_orders(subject=self.number)
        came = [one.transaction_id for one in Bank.received]
        booked = [one.transaction_id for one in orders if one.transaction_id]
        assert len(set(booked)) == len(booked) == len(receipts)
        assert set(booked) <= set(came)


def acts() -> tuple[tuple[str, int, Act], ...]:
    """Return everything that somebody may try, with how often it is tried."""
    return (
        ("act_in_turn", 30, lambda case, chance: case.act_in_turn(chance.randrange(FURTHEST))),
        ("go_on", 20, lambda case, _chance: case.carry_on()),
        ("pay", 6, lambda case, chance: case.pay(chance.choice((1, 1, 2)), chance.random() < 0.1)),
        ("complete", 4, lambda case, chance: case.complete(_who(chance, "lan"))),
        ("take_a_step", 4, lambda case, chance: case.take_a_step(
            _who(chance), chance.randrange(5), chance.choice(REASONS))),
        ("ask_once", 3, lambda case, chance: case.ask_once(
            _who(chance, "hoa"), chance.choice(FIELDS))),
        ("ask_a_second_time", 2, lambda case, chance: case.ask_a_second_time(
            _who(chance, "khanh"), chance.choice(FIELDS), chance.choice((NAMING, "")))),
        ("find_a_fault", 2, lambda case, chance: case.find_a_fault(
            _who(chance, "hoa"), chance.choice(FIELDS))),
        ("extend", 2, lambda case, chance: case.extend(
            _who(chance, "khanh"), chance.randrange(-2, 40), chance.choice(REASONS))),
        ("transfer", 2, lambda case, chance: case.transfer(
            _who(chance, "hoa", "tuan"), chance.choice(WARDS), chance.choice(REASONS), 0)),
        ("consult", 2, lambda case, chance: case.consult(
            _who(chance, "hoa", "tuan"), chance.random() < 0.5, chance.random() < 0.5)),
        ("answer_the_consultation", 3, lambda case, chance: case.answer_the_consultation(
            _who(chance, "tuan"), chance.choice(("agree", "disagree", "other")))),
        ("write_a_note", 1, lambda case, chance: case.write_a_note(_who(chance), "note")),
        ("forward", 2, lambda case, chance: case.forward(_who(chance, "hoa"))),
        ("meet", 1, lambda case, chance: case.meet(_who(chance, "hoa"), "first")),
        ("stop", 1, lambda case, chance: case.stop(_who(chance), chance.choice(REASONS), 0)),
        ("withdraw", 1, lambda case, chance: case.withdraw(
            _who(chance, "lan"), chance.choice(REASONS), 0)),
        ("rate", 1, lambda case, chance: case.rate(_who(chance, "lan"), chance.randrange(1, 6))),
    )  # fmt: skip


def _who(chance: Random, *likely: str) -> str:
    """Draw those whose turn it may be in two of three cases, else anybody."""
    return chance.choice(likely if likely and chance.random() < 2 / 3 else PEOPLE)

"""Everybody tries everything on one birth registration; the law holds after every act."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import ClassVar, Final

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from haidang.blocks.agencies.testing import WARD_CENTRE
from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.cases.states import CLOSED, TRANSITIONS, Status
from haidang.domain.cases.testing import (
    World,
    add_file,
    get_row,
    install_world,
    make_submitted,
    providers_in_memory,
)
from haidang.domain.cases.types import StatusChanged, SupplementItem
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.actors import Actor
from haidang.kernel.errors import HaidangError
from haidang.kernel.events import JSON

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MONDAY: Final = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)
PEOPLE: Final = ("lan", "minh", "hoa", "khanh", "mai", "tuan", "binh")
PARTIES: Final = frozenset({"lan", "minh"})
RECEPTION: Final = frozenset({"hoa"})
POSTS: Final = {
    "reception": frozenset({"hoa"}),
    "processing": frozenset({"hoa"}),
    "leader": frozenset({"khanh"}),
    "clerk": frozenset({"mai"}),
}
OFFICERS_OF_THE_CASE: Final = frozenset({"hoa", "khanh", "mai"})
ITEM: Final = SupplementItem(
    text="Bản chụp Giấy chứng sinh rõ nét", clause="60/2014/QH13, Điều 16"
)
NOTICE: Final[dict[str, JSON]] = {
    "found": True,
    "record": {"number": "CS-MAU-2026-0001", "child_name": "Trần Nguyễn Hải An"},
}

REFUSALS: Final = frozenset({"case.supplement_blocked"})
"""What is written down of an attempt that changes nothing."""

people = st.sampled_from(PEOPLE)
officers = st.sampled_from(("hoa", "khanh", "mai", "tuan"))
steps = st.sampled_from(("approve", "return", "refuse", "supplement", "accept", "reject"))


class CaseMachine(RuleBasedStateMachine):
    """One case, seven people, and a clock that only goes forward."""

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.at = MONDAY
        with clock.stopped_at(self.at):
            self.number = make_submitted(applicant=self.world.lan)

    def teardown(self) -> None:
        with clock.stopped_at(self.at):
            run_jobs()
            audit.seal_entries()
            is_unbroken = audit.verify().is_unbroken
            self.the_result_is_signed_and_deposited_once()
        event(f"ended at {get_row(self.number).status}")
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        assert is_unbroken

    @initialize(far=st.integers(0, 3))
    def come_some_way(self, far: int) -> None:
        for _step in range(far):
            self.go_on()

    @rule(who=people)
    def accept(self, who: str) -> None:
        self._try(who, RECEPTION, lambda actor: cases.accept_case(self.number, actor=actor))

    @rule(who=people, reason=st.sampled_from(("", "Sai thẩm quyền")))
    def reject(self, who: str, reason: str) -> None:
        self._try(
            who,
            RECEPTION if reason else frozenset(),
            lambda actor: cases.reject_case(self.number, reason=reason, actor=actor),
        )

    @rule(who=people)
    def ask_before_acceptance(self, who: str) -> None:
        self._try(
            who,
            RECEPTION,
            lambda actor: cases.return_for_supplement(
                self.number, items=(ITEM,), reason="Ảnh mờ", actor=actor
            ),
        )

    @rule(who=people)
    def answer(self, who: str) -> None:
        self._try(who, PARTIES, lambda actor: cases.answer_supplement(self.number, actor=actor))

    @rule(who=people)
    def add_evidence(self, who: str) -> None:
        key = get_row(self.number).id
        self._try(who, PARTIES, lambda actor: add_file(key, key="birth_notice", actor=actor))

    @rule(who=people, name=st.sampled_from(("Trần Nguyễn Hải An", "", "An 2")))
    def change_answers(self, who: str, name: str) -> None:
        key = get_row(self.number).id
        self._try(
            who,
            PARTIES,
            lambda actor: cases.save_answers(key, answers={"child_name": name}, actor=actor),
        )

    @rule(who=people)
    def submit_again(self, who: str) -> None:
        key = get_row(self.number).id
        self._try(who, frozenset(), lambda actor: cases.submit_case(key, actor=actor))

    @rule(who=people, sure=st.integers(0, 5))
    def withdraw(self, who: str, sure: int) -> None:
        if sure == 0:
            self._try(
                who,
                PARTIES,
                lambda actor: cases.withdraw_case(self.number, reason="Nhầm", actor=actor),
            )

    @rule(who=people)
    def rate(self, who: str) -> None:
        self._try(who, PARTIES, lambda actor: cases.rate_case(self.number, stars=5, actor=actor))

    @rule(who=people)
    def look(self, who: str) -> None:
        actor = getattr(self.world, who)
        with clock.stopped_at(self.at):
            seen = _gets_through(lambda: cases.get_case(self.number, actor=actor))
        assert seen == (who in PARTIES | OFFICERS_OF_THE_CASE)

    @rule(who=people, action=steps, note=st.sampled_from(("", "Đã xem xét")))
    def take_a_step(self, who: str, action: str, note: str) -> None:
        if (task := self._open_task()) is not None:
            allowed = POSTS[task.post] if action in task.actions else frozenset()
            self._try(
                who,
                allowed,
                lambda actor: cases.complete_step(
                    task.id, action=action, note=note, items=(ITEM,), actor=actor
                ),
            )

    @rule(who=officers)
    def claim(self, who: str) -> None:
        if (task := self._open_task()) is not None:
            allowed = POSTS[task.post]
            self._try(who, allowed, lambda actor: worklist.claim_task(task.id, actor=actor))

    @rule()
    def go_on(self) -> None:
        """Let the officer whose turn it is agree, so that runs get far."""
        if (task := self._open_task()) is not None:
            (who,) = POSTS[task.post]
            self._try(
                who,
                frozenset({who}),
                lambda actor: cases.complete_step(task.id, action=task.actions[0], actor=actor),
            )
            self.do_the_jobs()

    @rule()
    def do_the_jobs(self) -> None:
        with clock.stopped_at(self.at):
            run_jobs()

    @rule(hours=st.sampled_from((1, 8, 24)))
    def let_time_pass(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @precondition(lambda self: get_row(self.number).status == Status.SUPPLEMENT)
    @rule()
    def let_the_supplement_expire(self) -> None:
        self.at += timedelta(days=20)

    @invariant()
    def the_history_goes_along_legal_edges_and_replays_to_the_row(self) -> None:
        last = Status.REGISTERED
        for fact in outbox.list_events(subject=self.number):
            if isinstance(fact, StatusChanged):
                assert fact.before == last
                assert Status(fact.after) in TRANSITIONS[last]
                last = Status(fact.after)
        assert get_row(self.number).status == last

    @invariant()
    def a_supplement_is_asked_once_at_most(self) -> None:
        row = get_row(self.number)
        assert row.supplement_count == row.supplements.count() <= 1

    @invariant()
    def a_closed_case_has_no_open_task(self) -> None:
        if get_row(self.number).status in CLOSED:
            assert self._open_tasks() == []

    @invariant()
    def at_most_one_step_is_open(self) -> None:
        assert len(self._open_tasks()) <= 1

    def the_result_is_signed_and_deposited_once(self) -> None:
        row = get_row(self.number)
        documents = list(row.documents.filter(slot="result").values_list("signatures", flat=True))
        deposited = len(vault.list_documents(row.applicant_id, actor=self.world.lan))
        is_returned = row.status == Status.RETURNED
        assert deposited == (1 if is_returned else 0)
        assert documents == [2] if is_returned else documents in ([], [0])

    def _try(self, who: str, allowed: frozenset[str], act: Callable[[Actor], object]) -> None:
        before = self._everything()
        with clock.stopped_at(self.at):
            got_through = _gets_through(lambda: act(getattr(self.world, who)))
        assert who in allowed or not got_through, f"{who} got through"
        if not got_through:
            assert self._everything() == before

    def _everything(self) -> object:
        row = get_row(self.number)
        entries = audit.list_entries(subject=self.number)
        written = [entry.code for entry in entries if entry.code not in REFUSALS]
        return row.status, row.answers, row.process_state, row.facts, row.rating, written

    def _open_task(self) -> worklist.TaskView | None:
        return next(iter(self._open_tasks()), None)

    def _open_tasks(self) -> list[worklist.TaskView]:
        return list(worklist.list_open_tasks_of(self.number))


def _gets_through(act: Callable[[], object]) -> bool:
    try:
        act()
    except HaidangError:
        return False
    return True


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    for name, value in providers_in_memory(NOTICE).items():
        setattr(settings, name, value)
    with clock.stopped_at(MONDAY):
        yield install_world()


def test_whatever_people_try_the_law_holds(world: World) -> None:
    assert world.hoa.holds("reception", agency=WARD_CENTRE)
    CaseMachine.world = world

    run_state_machine_as_test(
        CaseMachine,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )

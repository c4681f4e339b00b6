"""Every verb of a case as a rule that anybody may try; the invariants stand in the test."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar, Final

from django.db import transaction
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from haidang.blocks.agencies.testing import OTHER_COMMITTEE, WARD_COMMITTEE
from haidang.blocks.audit import public as audit
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.domain.cases import public as cases
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import Status
from haidang.domain.cases.testing import (
    BIRTH,
    BUSINESS,
    MONDAY,
    World,
    add_file,
    get_row,
    make_submitted,
)
from haidang.domain.cases.types import SupplementItem
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.actors import Actor
from haidang.kernel.errors import HaidangError

PEOPLE: Final = ("lan", "minh", "hoa", "khanh", "mai", "tuan", "binh")
OFFICERS: Final = frozenset({"hoa", "khanh", "mai", "tuan"})
PARTIES: Final = frozenset({"lan", "minh"})
HEADS: Final = frozenset({"khanh"})
SINGLE: Final = "1.004873"
WAITING: Final = frozenset({Status.SUPPLEMENT, Status.OBLIGATION})
people = st.sampled_from(PEOPLE)
NAMING: Final = "Bản chụp rõ nét: phát sinh sau lần thứ nhất"
naming = st.sampled_from((NAMING, "Lý do khác", ""))
plans = st.one_of(
    st.lists(st.integers(0, 11), max_size=9),
    st.sampled_from(([11, 11, 5, 0, 0, 1], [11, 11, 2, 3, 4, 6])),
)
days = st.one_of(st.integers(4, 12), st.integers(-2, 40))
reasons = st.sampled_from(("Có lý do chính đáng", "Theo quy định", ""))
items = st.sampled_from(("/evidence/birth_notice", "/evidence/identity_paper", "/mother_name", ""))


def mostly(*names: str) -> st.SearchStrategy[str]:
    """Draw those whose turn it may be in two of three cases, else anybody."""
    return st.one_of(people, st.sampled_from(names), st.sampled_from(names))


class Paths(RuleBasedStateMachine):
    """One case, seven people, two wards, a bank, and a clock that only goes forward."""

    world: ClassVar[World]
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        MemoryBank.reset()
        self.at = MONDAY

    @initialize(
        procedure=st.sampled_from(
            ((SINGLE, "to-marry"), (BUSINESS, "individual"), (BIRTH, "on-time"))
        ),
        plan=plans,
    )
    def hand_in(self, procedure: tuple[str, str], plan: list[int]) -> None:
        code, scenario = procedure
        with clock.stopped_at(self.at):
            self.number = make_submitted(
                applicant=self.world.lan, procedure=code, scenario=scenario
            )
        for pick in plan:
            self.act_in_turn(pick)

    def teardown(self) -> None:
        with clock.stopped_at(self.at):
            run_jobs()
            audit.seal_entries()
            is_unbroken = audit.verify().is_unbroken
        event(f"ended at {self.row().status}")
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        assert is_unbroken

    @rule(who=people, reason=reasons, sure=st.integers(0, 5))
    def stop(self, who: str, reason: str, sure: int) -> None:
        if sure:
            return
        self._try(
            "stop",
            who,
            PARTIES | HEADS if reason else PARTIES,
            lambda actor: cases.stop_case(self.number, reason=reason, actor=actor),
        )

    @rule(who=people, reason=reasons, sure=st.integers(0, 5))
    def withdraw(self, who: str, reason: str, sure: int) -> None:
        if sure:
            return
        self._try(
            "withdraw",
            who,
            PARTIES,
            lambda actor: cases.withdraw_case(self.number, reason=reason, actor=actor),
        )

    @rule(who=mostly("khanh"), days=days, reason=reasons)
    def extend(self, who: str, days: int, reason: str) -> None:
        day = (self.at + timedelta(days=days)).date()
        self._try(
            "extend",
            who,
            HEADS | {"tuan"} if reason else frozenset(),
            lambda actor: cases.extend_case(
                self.number, new_due_on=day, reason=reason, actor=actor
            ),
        )

    @rule(who=mostly("khanh"), field=items, reason=naming)
    def ask_a_second_time(self, who: str, field: str, reason: str) -> None:
        self._try(
            "ask_a_second_time",
            who,
            HEADS if reason else frozenset(),
            lambda actor: cases.request_second_supplement(
                self.number, items=(_item(field),), reason="Thiếu", head_reason=reason, actor=actor
            ),
        )

    @rule(who=mostly("hoa"), field=items)
    def find_a_fault(self, who: str, field: str) -> None:
        self._try(
            "find_a_fault",
            who,
            OFFICERS,
            lambda actor: cases.record_finding(
                self.number, path=field, text="Không đọc được", actor=actor
            ),
        )

    @rule(
        who=mostly("hoa", "tuan"),
        to=st.sampled_from((WARD_COMMITTEE, OTHER_COMMITTEE)),
        reason=reasons,
        sure=st.integers(0, 1),
    )
    def transfer(self, who: str, to: str, reason: str, sure: int) -> None:
        if sure:
            return
        self._try(
            "transfer",
            who,
            OFFICERS if reason else frozenset(),
            lambda actor: cases.transfer_case(
                self.number, to_agency=to, reason=reason, actor=actor
            ),
        )

    @rule(who=mostly("hoa", "tuan"), silence=st.booleans(), stops=st.booleans())
    def consult(self, who: str, silence: bool, stops: bool) -> None:  # noqa: FBT001 - drawn
        self._try(
            "consult",
            who,
            OFFICERS,
            lambda actor: cases.request_consultation(
                self.number,
                agency=OTHER_COMMITTEE,
                question="Đã đăng ký tại phường chưa?",
                working_days=2,
                silence_agrees=silence,
                stops_clock=stops,
                actor=actor,
            ),
        )

    @rule(who=mostly("tuan"), answer=st.sampled_from(("agree", "disagree", "other")))
    def answer_the_consultation(self, who: str, answer: cases.ConsultationReply) -> None:
        row = self.row().consultations.filter(answered_at=None).first()
        if row is not None:
            self._try(
                "answer_the_consultation",
                who,
                OFFICERS,
                lambda actor: cases.answer_consultation(
                    row.id, answer=answer, text="Chưa đăng ký.", actor=actor
                ),
            )

    @rule(who=people, kind=st.sampled_from(("note", "opinion")))
    def write_a_note(self, who: str, kind: cases.NoteKind) -> None:
        self._try(
            "write_a_note",
            who,
            OFFICERS,
            lambda actor: cases.write_note(self.number, kind=kind, text="Lưu ý", actor=actor),
        )

    @rule(who=mostly("hoa"))
    def forward(self, who: str) -> None:
        self._try(
            "forward", who, OFFICERS, lambda actor: cases.forward_case(self.number, actor=actor)
        )

    @rule(who=mostly("hoa"), key=st.sampled_from(("first", "second")))
    def meet(self, who: str, key: str) -> None:
        self._try(
            "meet",
            who,
            OFFICERS,
            lambda actor: cases.meet_appointment(self.number, key=key, actor=actor),
        )

    @rule(who=mostly("lan"))
    def complete(self, who: str) -> None:
        key = self.row().id
        self._try(
            "complete",
            who,
            PARTIES,
            lambda actor: add_file(key, key="identity_paper", actor=actor),
        )
        self._try(
            "complete",
            who,
            PARTIES,
            lambda actor: cases.answer_supplement(self.number, actor=actor),
        )

    @rule(who=people, place=st.integers(0, 4), note=reasons)
    def take_a_step(self, who: str, place: int, note: str) -> None:
        for task in self.open_tasks():
            action = task.actions[place % len(task.actions)]
            self._try(
                "take_a_step",
                who,
                OFFICERS,
                lambda actor, task=task, action=action: cases.complete_step(  # type: ignore[misc]
                    task.id, action=action, note=note, items=(_item(""),), actor=actor
                ),
            )

    @rule(who=mostly("hoa"), field=items)
    def ask_once(self, who: str, field: str) -> None:
        for task in self.open_tasks():
            if "supplement" in task.actions:
                self._try(
                    "ask_once",
                    who,
                    OFFICERS,
                    lambda actor, task=task: cases.complete_step(  # type: ignore[misc]
                        task.id, action="supplement", note="", items=(_item(field),), actor=actor
                    ),
                )

    @rule(pick=st.integers(0, 11))
    def act_in_turn(self, pick: int) -> None:
        """Let those whose turn it is do something that the state offers, so that runs get far."""
        reason, status = "Có lý do chính đáng", self.row().status
        if status == Status.SUPPLEMENT:
            self.complete("lan")
        elif pick < len(self._turns()) and status == Status.PROCESSING:
            self._turns()[pick](reason)
        else:
            self.go_on()

    def _turns(self) -> tuple[Callable[[str], None], ...]:
        later = (self.at + timedelta(days=9)).date() - self.at.date()
        return (
            lambda _reason: self.ask_once("hoa", "/evidence/identity_paper"),
            lambda _reason: self.ask_a_second_time("khanh", "/evidence/birth_notice", NAMING),
            lambda reason: self.extend("khanh", later.days, reason),
            lambda _reason: self.consult("hoa", silence=False, stops=True),
            lambda _reason: self.answer_the_consultation("tuan", "agree"),
            lambda _reason: self.find_a_fault("hoa", "/evidence/identity_paper"),
            lambda reason: self.transfer("hoa", OTHER_COMMITTEE, reason, 0),
            lambda _reason: self.take_a_step("hoa", 0, ""),
            lambda reason: self.stop("khanh", reason, 0),
            lambda reason: self.withdraw("lan", reason, 0),
        )

    @rule()
    def go_on(self) -> None:
        """Let whoever's turn it is pay or agree, so that runs get far."""
        match self.row().status:
            case Status.OBLIGATION:
                self._pay(times=1, short=False)
            case Status.SUPPLEMENT:
                self.complete("lan")
            case _:
                self._agree()

    def _agree(self) -> None:
        for task in self.open_tasks():
            for who in sorted(OFFICERS):
                if getattr(self.world, who).holds(task.post, agency=task.agency):
                    self._try(
                        "go_on",
                        who,
                        OFFICERS,
                        lambda actor, task=task: cases.complete_step(  # type: ignore[misc]
                            task.id, action=task.actions[0], actor=actor
                        ),
                    )
                    break
        self.do_the_jobs()

    @rule(times=st.integers(1, 2), short=st.booleans())
    def pay(self, times: int, short: bool) -> None:  # noqa: FBT001 - drawn
        """Pay what is asked, at times twice, at times too little."""
        self._pay(times=times, short=short)

    def _pay(self, *, times: int, short: bool) -> None:
        with clock.stopped_at(self.at):
            for order in payments.list_orders(subject=self.number):
                if order.status == payments.OrderStatus.PENDING:
                    for _time in range(times):
                        dong = order.amount.dong - (1 if short else 0)
                        MemoryBank.take_money(reference=order.reference, dong=dong)
                    payments.poll_order(order_id=order.id)
            run_jobs()

    @rule()
    def do_the_jobs(self) -> None:
        with clock.stopped_at(self.at):
            run_jobs()

    @rule(hours=st.sampled_from((1, 8, 24)))
    def let_time_pass(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @precondition(lambda self: self.row().status == Status.SUPPLEMENT)
    @rule()
    def let_the_supplement_expire(self) -> None:
        self.at += timedelta(days=20)
        self.do_the_jobs()

    def _try(
        self,
        verb: str,
        who: str,
        allowed: frozenset[str],
        act: Callable[[Actor], object],
    ) -> None:
        """Let somebody try; who may not, changes nothing."""
        before = self._everything()
        with clock.stopped_at(self.at):
            got_through = _gets_through(lambda: act(getattr(self.world, who)))
        self.done[verb] += got_through
        assert who in allowed or not got_through, f"{who} got through"
        if not got_through:
            assert self._everything() == before

    def _everything(self) -> object:
        row = self.row()
        return (
            row.status, row.answers, row.process_state, row.facts, row.due_at, row.waited_seconds,
            row.competent_agency, row.supplement_count, row.finance, row.appointments,
            row.notes.count(), row.consultations.filter(answered_at=None).count(),
        )  # fmt: skip

    def row(self) -> Case:
        return get_row(self.number)

    def open_tasks(self) -> list[worklist.TaskView]:
        return list(worklist.list_open_tasks_of(self.number))


def _item(field: str) -> SupplementItem:
    return SupplementItem(text="Bản chụp rõ nét", clause="118/2025/NĐ-CP, Điều 17", field=field)


def _gets_through(act: Callable[[], object]) -> bool:
    try:
        act()
    except HaidangError:
        return False
    return True

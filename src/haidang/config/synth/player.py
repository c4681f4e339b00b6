"""Live planned cases by the real actions, each act at its planned instant of a virtual clock.

The next act of a case follows from its plan and from where the case stands, and from nothing
else: so a player that was killed goes on as if nothing had happened.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from haidang.blocks.identity import public as identity
from haidang.blocks.payments import public as payments
from haidang.config.synth import lives, outside, work
from haidang.config.synth.answers import answers_for
from haidang.config.synth.mix import Fate
from haidang.config.synth.offices import ACTOR, Office
from haidang.config.synth.people import someone
from haidang.config.synth.plan import CasePlan, Year
from haidang.domain.cases import public as cases
from haidang.engines.deadlines import WorkingCalendar
from haidang.kernel import clock
from haidang.kernel.actors import Actor

ITEM: Final = cases.SupplementItem(
    text="Bản chụp rõ nét giấy tờ đã nộp (dữ liệu mẫu)", clause="118/2025/NĐ-CP, Điều 17"
)
_CLOSED: Final = frozenset({"3", "7", "8", "10"})
_RATED: Final = frozenset({"3", "8", "10"})
_TYPICAL: Final[Mapping[str, float]] = {
    "reception": 35, "processing": 80, "head": 45, "leader": 60, "clerk": 25, "return": 90,
}  # fmt: skip
_LATE_BY: Final = timedelta(hours=3)
_IN_TIME_BY: Final = timedelta(hours=27)
_EXTENSION_DAYS: Final = 2
_UNANSWERED_DAYS: Final = 16
_SHORT: Final = timedelta(minutes=15)


class Stuck(RuntimeError):
    """An act changed nothing: the plan and the platform do not understand each other."""


@dataclass(order=True, slots=True)
class Turn:
    """A case whose next act comes at an instant."""

    at: datetime
    place: int
    plan: CasePlan = field(compare=False)
    number: str = field(compare=False, default="")


def _alone(at: datetime) -> datetime:
    return at


@dataclass(slots=True, kw_only=True)
class Player:
    """One process that lives the cases of some communes.

    ``slowest`` is told where this player's clock stands and tells the slowest player's: the
    nightly work of the whole city waits for it, so that no order expires before its time.
    """

    name: str
    city: str
    year: Year
    offices: Mapping[str, Office]
    calendar: WorkingCalendar
    is_first: bool = True
    is_fresh: bool = False
    slowest: Callable[[datetime], datetime] = _alone
    ended: int = 0
    jobs: int = 0
    turns: list[Turn] = field(default_factory=list)
    today: date | None = None

    def play(self, plans: Iterator[CasePlan], *, ended: Callable[[datetime], None]) -> None:
        """Live all plans, in the order of their instants; tell of each end."""
        work.mark_as(self.name)
        found = () if self.is_fresh else lives.known()
        known = {place: (number, is_over) for place, number, is_over in found}
        mine = (plan for plan in plans if plan.unit in self.offices)
        arriving = next(mine, None)
        while arriving is not None or self.turns:
            if arriving is not None and (not self.turns or arriving.at <= self.turns[0].at):
                self._arrive(arriving, known.get(arriving.place), ended)
                arriving = next(mine, None)
            else:
                self._take(heapq.heappop(self.turns), ended)
        self._let_timers_fire()

    def _arrive(
        self, plan: CasePlan, known: tuple[str, bool] | None, ended: Callable[[datetime], None]
    ) -> None:
        if known is None:
            self._pass_nights(plan.at)
            with clock.stopped_at(plan.at):
                number = self._hand_in(plan)
                self.jobs += work.do_jobs(self.name, at=clock.now())
            self._plan_next(plan, number, ended)
        elif not known[1]:
            self._plan_next(plan, known[0], ended)

    def _take(self, turn: Turn, ended: Callable[[datetime], None]) -> None:
        self._pass_nights(turn.at)
        with clock.stopped_at(turn.at):
            self.jobs += work.do_jobs(self.name, at=clock.now())
            before = lives.standing(turn.number)
            planned = self._next(turn.plan, turn.number, before)
            if planned is not None and planned[0] <= turn.at:
                planned[1]()
                self.jobs += work.do_jobs(self.name, at=clock.now())
                if lives.standing(turn.number) == before:
                    raise Stuck(f"{turn.plan.key}: {turn.number} stays at {before}")
        self._plan_next(turn.plan, turn.number, ended)

    def _plan_next(self, plan: CasePlan, number: str, ended: Callable[[datetime], None]) -> None:
        stands = lives.standing(number)
        planned = self._next(plan, number, stands)
        if planned is None:
            lives.note_end(plan.place)
            self.ended += 1
            ended(stands.changed_at)
            return
        heapq.heappush(self.turns, Turn(planned[0], plan.place, plan, number))

    def _hand_in(self, plan: CasePlan) -> str:
        person = someone(plan.person, seed=self.year.seed, units=self.year.units)
        actor = self._applicant(plan)
        with transaction.atomic():
            draft = cases.start_draft(
                procedure=plan.kind.procedure, unit=plan.unit, city=self.city, channel="online",
                actor=actor,
            )  # fmt: skip
            answers = answers_for(plan.kind, person, place=plan.place, at=plan.at)
            cases.save_answers(draft, answers=answers, actor=actor)
            number = cases.submit_case(draft, actor=actor).case_number
            lives.note(plan.place, number)
        return number

    def _applicant(self, plan: CasePlan) -> Actor:
        person = someone(plan.person, seed=self.year.seed, units=self.year.units)
        person_id = identity.register_person(
            identity.PersonInput(
                personal_id=person.personal_id, full_name=person.name, born_on=person.born_on,
                sex=person.sex, phone=person.phone, email=f"mau{person.index}@sample.example",
                address={"province": "31", "ward": person.unit, "detail": person.address},
                city=self.city, is_sample=True,
            ),
            actor=ACTOR, source="synth",
        )  # fmt: skip
        return Actor(
            kind="person", id=str(person_id), name=person.name, person_id=person_id, assurance=2
        )

    def _next(
        self, plan: CasePlan, number: str, stands: lives.Standing
    ) -> tuple[datetime, Callable[[], object]] | None:
        """Return what comes next and when; nothing, when the case needs no more of anybody."""
        since = stands.changed_at
        if stands.status in _CLOSED:
            return self._rating(plan, number, stands)
        if stands.status == "5":
            return self._answer(plan, number, stands)
        if stands.status == "6":
            wait = plan.pause(stands.steps, least=timedelta(minutes=3), most=timedelta(hours=20))
            return since + wait, lambda: self._pay(number)
        if stands.open_task is None:
            return None
        if early := self._withdrawal(plan, number, stands):
            return early
        return self._officer_acts(plan, number, stands)

    def _rating(
        self, plan: CasePlan, number: str, stands: lives.Standing
    ) -> tuple[datetime, Callable[[], object]] | None:
        if not plan.rating or stands.is_rated or stands.status not in _RATED:
            return None
        wait = plan.pause(99, least=timedelta(minutes=10), most=timedelta(hours=60))
        return stands.changed_at + wait, lambda: cases.rate_case(
            number, stars=plan.rating, actor=self._applicant(plan)
        )

    def _answer(
        self, plan: CasePlan, number: str, stands: lives.Standing
    ) -> tuple[datetime, Callable[[], object]] | None:
        if plan.fate is Fate.UNANSWERED:
            fires = self.calendar.closing(
                self.calendar.add_working_days(
                    clock.local(stands.changed_at).date(), _UNANSWERED_DAYS
                )
            )
            return fires, lambda: None
        wait = plan.pause(stands.steps, least=timedelta(hours=4), most=timedelta(hours=96))
        return stands.changed_at + wait, lambda: cases.answer_supplement(
            number, actor=self._applicant(plan)
        )

    def _withdrawal(
        self, plan: CasePlan, number: str, stands: lives.Standing
    ) -> tuple[datetime, Callable[[], object]] | None:
        early = plan.fate is Fate.WITHDRAWN_EARLY and stands.post == "reception"
        late = plan.fate is Fate.WITHDRAWN_LATE and stands.post == "processing"
        if not (early or late):
            return None
        return stands.changed_at + _SHORT, lambda: cases.withdraw_case(
            number, reason="Người nộp đổi ý (dữ liệu mẫu)", actor=self._applicant(plan)
        )

    def _officer_acts(
        self, plan: CasePlan, number: str, stands: lives.Standing
    ) -> tuple[datetime, Callable[[], object]]:
        if self._wants_extension(plan, stands) and stands.due_at is not None:
            at = self.calendar.walk(stands.changed_at, _SHORT)
            return at, lambda: self._extend(plan, number, stands)
        begin = stands.changed_at
        if plan.fate in {Fate.LATE, Fate.EXTENDED} and stands.post == "processing":
            late = _LATE_BY if plan.fate is Fate.LATE else -_IN_TIME_BY
            begin = max(begin, (stands.due_at or begin) + late)
        typical = _TYPICAL.get(stands.post, 60.0)
        minutes = plan.minutes(stands.steps, typical=typical)
        at = self.calendar.walk(begin, timedelta(minutes=minutes))
        return at, lambda: self._step(plan, stands, on=clock.local(at).date())

    def _wants_extension(self, plan: CasePlan, stands: lives.Standing) -> bool:
        if plan.fate is not Fate.EXTENDED or stands.is_extended or stands.due_at is None:
            return False
        is_time = stands.post == "processing"
        day = clock.local(stands.changed_at).date()
        return is_time and self.calendar.add_working_days(day, 2) < stands.due_at.date()

    def _extend(self, plan: CasePlan, number: str, stands: lives.Standing) -> None:
        office = self.offices[plan.unit]
        today = clock.today()
        leader = office.who_acts("leader", agency=office.committee, procedure="", on=today)
        due = (stands.due_at or clock.now()).date()
        cases.extend_case(
            number, new_due_on=self.calendar.add_working_days(due, _EXTENSION_DAYS),
            reason="Cần xác minh thêm (dữ liệu mẫu)", actor=leader,
        )  # fmt: skip

    def _step(self, plan: CasePlan, stands: lives.Standing, *, on: date) -> None:
        action = _choose(plan, stands)
        actor = self.offices[plan.unit].who_acts(
            stands.post, agency=stands.agency, procedure=plan.kind.procedure, on=on
        )
        if stands.open_task is None:
            return
        says = action in {"reject", "refuse", "supplement"}
        cases.complete_step(
            stands.open_task, action=action, actor=actor,
            note="Chưa đủ điều kiện theo quy định (dữ liệu mẫu)" if says else "",
            items=(ITEM,) if action == "supplement" else (),
        )  # fmt: skip

    def _pay(self, number: str) -> None:
        for order in payments.list_orders(subject=number):
            if order.status is payments.OrderStatus.PENDING:
                outside.pay(order)

    def _pass_nights(self, at: datetime) -> None:
        """Do the work of each night that all players have reached; one does it for all."""
        day = clock.local(self.slowest(at)).date()
        if self.today is None:
            self.today = clock.local(at).date()
        while self.is_first and self.today < day:
            self.today += timedelta(days=1)
            midnight = datetime.combine(self.today, datetime.min.time(), clock.VIETNAM)
            with clock.stopped_at(midnight):
                work.do_daily()
                self.jobs += work.do_jobs(self.name, at=midnight)

    def _let_timers_fire(self) -> None:
        while (due := work.next_timer(self.name)) is not None:
            with clock.stopped_at(due):
                if not work.do_jobs(self.name, at=clock.now()):
                    return


def _choose(plan: CasePlan, stands: lives.Standing) -> str:
    """Return the action that the plan's fate asks for at a task; else the first, which agrees."""
    wanted = ""
    if stands.post == "reception":
        wanted = {
            Fate.NOT_ACCEPTED: "reject",
            Fate.SUPPLEMENT_AT_RECEPTION: "" if stands.supplements else "supplement",
        }.get(plan.fate, "")
    elif stands.post == "processing":
        wanted = {
            Fate.REFUSED: "refuse",
            Fate.SUPPLEMENT_IN_PROCESS: "" if stands.supplements else "supplement",
            Fate.UNANSWERED: "" if stands.supplements else "supplement",
        }.get(plan.fate, "")
    return wanted if wanted in stands.actions else stands.actions[0]

"""Officers carry an accepted case: approve, send back, ask, refuse; fees, timers, results."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from haidang.blocks.agencies.testing import WARD_COMMITTEE
from haidang.blocks.audit import public as audit
from haidang.blocks.exchange.testing import MemoryRegister
from haidang.blocks.outbox import public as outbox
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.cases.actions.process import RUN_OPERATION
from haidang.domain.cases.testing import (
    EXTRACT,
    World,
    finish,
    get_row,
    id_of,
    make_submitted,
    take_step,
)
from haidang.domain.cases.tests.following import (
    ITEM,
    accepted_birth,
    accepted_business,
    codes_of,
    pay,
    posts_of,
    statuses_of,
    templates_of,
)
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.actors import Actor, Duty
from haidang.kernel.events import JSON
from haidang.kernel.ids import new_id
from haidang.kernel.money import Money

pytestmark = pytest.mark.django_db

MESSAGES = frozenset({"messaging.deliver_notice"})

HEAD = Actor(
    kind="officer",
    id=str(new_id()),
    name="Bùi Đức Thắng",
    duties=frozenset({Duty(agency=WARD_COMMITTEE, post="head")}),
)


class TestCompleteStep:
    def test_each_step_opens_the_next_post(self, world: World) -> None:
        number = accepted_birth(world)
        seen = [posts_of(number)]
        for action, officer in (("approve", world.hoa), ("approve", world.khanh)):
            take_step(number, action=action, by=officer)
            seen.append(posts_of(number))

        assert seen == [["processing"], ["leader"], ["clerk"]]

    def test_a_step_is_written_down_with_officer_and_note(self, world: World) -> None:
        number = accepted_birth(world)

        take_step(number, action="approve", by=world.hoa, note="Đủ điều kiện")

        entry = next(
            one for one in audit.list_entries(subject=number) if one.code == "case.step_completed"
        )
        assert (entry.actor_name, entry.facts["step"]) == (world.hoa.name, "verify")
        assert (entry.facts["action"], entry.facts["note"]) == ("approve", "Đủ điều kiện")

    def test_only_the_post_takes_its_step(self, world: World) -> None:
        number = accepted_birth(world)

        for officer in (world.khanh, world.mai, world.tuan):
            with pytest.raises(worklist.NotYourTask):
                take_step(number, action="approve", by=officer)
        assert posts_of(number) == ["processing"]

    def test_a_step_is_taken_once(self, world: World) -> None:
        number = accepted_birth(world)
        (task,) = worklist.list_open_tasks_of(number)
        cases.complete_step(task.id, action="approve", actor=world.hoa)

        with pytest.raises(worklist.WorklistError):
            cases.complete_step(task.id, action="approve", actor=world.hoa)
        assert codes_of(number).count("case.step_completed") == 1

    def test_an_action_that_is_not_offered_changes_nothing(self, world: World) -> None:
        number = accepted_birth(world)
        (task,) = worklist.list_open_tasks_of(number)

        with pytest.raises(worklist.ActionUnknown):
            cases.complete_step(task.id, action="sign", actor=world.hoa)
        assert posts_of(number) == ["processing"]

    @pytest.mark.parametrize("action", ["refuse", "return"])
    def test_refusing_and_returning_need_a_reason(self, world: World, action: str) -> None:
        number = accepted_birth(world)
        officer = world.hoa
        if action == "return":
            take_step(number, action="approve", by=world.hoa)
            officer = world.khanh

        with pytest.raises(cases.ReasonMissing):
            take_step(number, action=action, by=officer, note=" ")

    def test_what_the_leader_sends_back_is_examined_again(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="approve", by=world.hoa)

        take_step(number, action="return", by=world.khanh, note="Sai họ tên mẹ")

        assert posts_of(number) == ["processing"]
        finish(number, world)
        assert get_row(number).status == cases.Status.RETURNED

    def test_a_refusal_is_agreed_by_the_leader_and_stops_the_case(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="refuse", by=world.hoa, note="Không đủ điều kiện")
        assert posts_of(number) == ["leader"]

        take_step(number, action="approve", by=world.khanh)

        case = cases.get_case(number, actor=world.lan)
        assert (case.status, case.business) == (cases.Status.STOPPED, "done")
        assert case.closing_reason == "Không đủ điều kiện"
        assert statuses_of(number) == ["2", "4", "8"]
        assert "refused" in templates_of(number)
        assert "case.stopped" in codes_of(number)


class TestSupplementInProcess:
    def test_the_clock_starts_anew_when_the_case_is_complete(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))
        assert get_row(number).status == cases.Status.SUPPLEMENT

        with clock.stopped_at(datetime(2026, 11, 26, 10, 0, tzinfo=clock.VIETNAM)):
            event = cases.answer_supplement(number, actor=world.lan)
            run_jobs()

        assert event.due_at == datetime(2026, 11, 26, 17, 0, tzinfo=clock.VIETNAM)
        assert get_row(number).due_at == event.due_at
        assert get_row(number).status == cases.Status.PROCESSING
        assert posts_of(number) == ["processing"]

    def test_the_request_names_its_last_day_in_working_days(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))

        case = cases.get_case(number, actor=world.lan)

        assert [one.due_on for one in case.supplements] == [date(2026, 12, 3)]
        assert {paper.kind for paper in case.documents} == {"mau_01", "mau_02"}

    def test_a_supplement_that_never_comes_stops_the_case(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))

        with clock.stopped_at(datetime(2026, 12, 3, 7, 0, tzinfo=clock.VIETNAM)):
            run_jobs()
            assert get_row(number).status == cases.Status.SUPPLEMENT
        with clock.stopped_at(datetime(2026, 12, 4, 18, 0, tzinfo=clock.VIETNAM)):
            run_jobs()
            case = cases.get_case(number, actor=world.lan)

        assert case.status == cases.Status.STOPPED
        assert case.closing_reason
        assert "expired" in templates_of(number)
        assert "case.stopped" in codes_of(number)

    def test_the_timer_does_nothing_once_the_answer_came(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))
        cases.answer_supplement(number, actor=world.lan)

        with clock.stopped_at(datetime(2027, 1, 4, 9, 0, tzinfo=clock.VIETNAM)):
            run_jobs()

        assert get_row(number).status == cases.Status.PROCESSING
        assert posts_of(number) == ["processing"]

    def test_files_may_be_added_while_it_is_asked_for(self, world: World) -> None:
        number = accepted_birth(world)
        case_id = get_row(number).id
        with pytest.raises(cases.IllegalStatus):
            cases.attach_evidence(
                case_id, key="other", name="a.pdf", content=b"%PDF-1.4", actor=world.lan
            )
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))

        cases.save_answers(case_id, answers={"child_name": "Trần Hải An"}, actor=world.lan)
        cases.answer_supplement(number, actor=world.lan)

        assert get_row(number).answers["child_name"] == "Trần Hải An"


class TestStraightThrough:
    def test_what_the_register_knows_is_given_at_once_without_a_person(self, world: World) -> None:
        MemoryRegister.reset({"found": True, "record": EXTRACT_RECORD})

        number = make_submitted(
            applicant=world.lan, procedure=EXTRACT, scenario="straight-through"
        )
        run_jobs()

        case = cases.get_case(number, actor=world.lan)
        assert case.status == cases.Status.RETURNED
        assert statuses_of(number) == ["2", "4", "9", "10"]
        assert not [code for code in codes_of(number) if code.startswith("worklist.")]
        result = next(paper for paper in case.documents if paper.kind == "result")
        assert (result.signatures, bool(result.number)) == (2, True)
        assert len(vault.list_documents(id_of(world.lan), actor=world.lan)) == 1

    def test_what_it_does_not_know_is_searched_by_an_officer(self, world: World) -> None:
        MemoryRegister.reset({"found": False})

        number = make_submitted(
            applicant=world.lan, procedure=EXTRACT, scenario="straight-through"
        )
        run_jobs()

        assert posts_of(number) == ["processing"]
        assert get_row(number).status == cases.Status.PROCESSING
        finish(number, world)
        assert get_row(number).status == cases.Status.RETURNED

    def test_the_register_is_asked_once_for_one_case(self, world: World) -> None:
        MemoryRegister.reset({"found": False})

        make_submitted(applicant=world.lan, procedure=EXTRACT, scenario="straight-through")
        run_jobs()

        assert [one["service"] for one in MemoryRegister.asked] == ["civil.extract"]


class TestFees:
    def test_the_fee_is_asked_for_and_the_case_waits(self, world: World) -> None:
        number = accepted_business(world)

        case = cases.get_case(number, actor=world.binh)
        (order,) = payments.list_orders(subject=number)
        assert (case.status, case.finance) == (cases.Status.OBLIGATION, "awaiting")
        assert (order.amount, order.status) == (Money(150_000), payments.OrderStatus.PENDING)
        assert posts_of(number) == []
        assert "payment_requested" in templates_of(number)

    def test_once_it_is_paid_the_case_goes_on(self, world: World) -> None:
        number = accepted_business(world)

        paid = pay(number)

        assert paid.status == payments.OrderStatus.PAID
        assert (get_row(number).status, get_row(number).finance) == ("4", "paid")
        assert posts_of(number) == ["processing"]
        assert codes_of(number).count("case.finance_changed") == 2

    def test_being_told_twice_changes_nothing(self, world: World) -> None:
        number = accepted_business(world)
        pay(number)

        (order,) = payments.list_orders(subject=number)
        payments.poll_order(order_id=order.id)
        run_jobs()

        assert codes_of(number).count("case.finance_changed") == 2
        assert posts_of(number) == ["processing"]

    def test_a_paid_case_is_carried_to_its_result(self, world: World) -> None:
        number = accepted_business(world)
        pay(number)
        for officer in (world.hoa, HEAD, world.khanh, world.mai):
            take_step(number, action="approve", by=officer)

        assert statuses_of(number) == ["2", "4", "6", "4", "9", "10"]

    def test_what_is_not_refundable_stays_paid_on_refusal(self, world: World) -> None:
        number = accepted_business(world)
        pay(number)
        take_step(number, action="refuse", by=world.hoa, note="Tên trùng")
        take_step(number, action="approve", by=world.khanh)

        assert (get_row(number).status, get_row(number).finance) == ("8", "paid")
        assert payments.list_refunds(subject=number) == []

    def test_what_is_refundable_goes_back_on_refusal(self, world: World) -> None:
        MemoryRegister.reset({"found": False})
        number = make_submitted(
            applicant=world.lan, procedure=EXTRACT, scenario="straight-through-paid"
        )
        run_jobs()
        pay(number)
        take_step(number, action="refuse", by=world.hoa, note="Không có trong Sổ hộ tịch")
        take_step(number, action="approve", by=world.khanh)

        (note,) = payments.list_refunds(subject=number)
        assert note.amount == Money(16_000)
        assert (get_row(number).status, get_row(number).finance) == ("8", "refunded")

    def test_whoever_owes_nothing_is_asked_for_nothing(self, world: World) -> None:
        number = accepted_birth(world)

        assert payments.list_orders(subject=number) == []
        assert get_row(number).finance in {"none", "exempt"}


EXTRACT_RECORD: dict[str, JSON] = {
    "name": "Nguyễn Thị Lan",
    "personal_id": "031194000001",
    "born_on": "1994-05-12",
    "sex": "female",
    "number": "57",
    "book": "01/1994",
    "registered_on": "1994-05-30",
    "registered_agency": "Ủy ban nhân dân xã Thuỷ Đường",
}


def test_a_repeated_operation_changes_nothing(world: World) -> None:
    number = accepted_birth(world)
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        finish(number, world)
    before = codes_of(number)

    run_jobs()

    assert codes_of(number) == before
    assert len(set(before)) > 5


def test_one_job_carries_a_case_from_the_last_word_of_an_officer_to_its_result(
    world: World,
) -> None:
    number = accepted_birth(world)
    for officer in (world.hoa, world.khanh):
        take_step(number, action="approve", by=officer)
    task = worklist.list_open_tasks_of(number)[0]

    cases.complete_step(task.id, action="approve", actor=world.mai)

    assert run_jobs(except_for=MESSAGES) == ["cases.run_operation"]
    assert cases.get_case(number, actor=world.lan).status == cases.Status.RETURNED


def test_a_job_that_runs_again_goes_on_where_the_process_stands(world: World) -> None:
    number = accepted_birth(world)
    for officer in (world.hoa, world.khanh):
        take_step(number, action="approve", by=officer)
    task = worklist.list_open_tasks_of(number)[0]
    cases.complete_step(task.id, action="approve", actor=world.mai)
    job = ProcrastinateJob.objects.get(task_name=RUN_OPERATION)
    row = get_row(number)
    stale = {**job.args, "token": "approve_draft#1", "operation": "document.draft"}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])

    outbox.known_tasks()[RUN_OPERATION](**stale)
    outbox.known_tasks()[RUN_OPERATION](**job.args)

    assert row.status != cases.Status.RETURNED
    assert cases.get_case(number, actor=world.lan).status == cases.Status.RETURNED
    codes = codes_of(number)
    assert codes.count("case.document_signed") == 2
    assert codes.count("vault.document_deposited") <= 1

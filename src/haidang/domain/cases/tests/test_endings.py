"""A case is withdrawn, rated, and its result verified."""

from datetime import datetime

import pytest

from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    World,
    finish,
    get_row,
    make_submitted,
    take_step,
)
from haidang.domain.cases.tests.following import (
    ITEM,
    accepted_birth,
    accepted_business,
    codes_of,
    posts_of,
    templates_of,
)
from haidang.kernel import clock
from haidang.kernel.errors import InvalidInput

pytestmark = pytest.mark.django_db


class TestWithdrawCase:
    def test_before_acceptance(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        event = cases.withdraw_case(number, reason=" Nhầm ", actor=world.lan)

        case = cases.get_case(number, actor=world.lan)
        assert (event.reason, case.closing_reason) == ("Nhầm", "Nhầm")
        assert (case.status, case.business) == (cases.Status.WITHDRAWN, "done")
        assert posts_of(number) == []
        assert "case.withdrawn" in codes_of(number)
        assert "case_withdrawn" in templates_of(number)

    def test_while_it_is_processed(self, world: World) -> None:
        number = accepted_birth(world)

        cases.withdraw_case(number, reason="", actor=world.minh)
        run_jobs()

        assert (get_row(number).status, posts_of(number)) == ("7", [])

    def test_while_a_supplement_is_asked_for(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))

        cases.withdraw_case(number, reason="", actor=world.lan)
        with clock.stopped_at(datetime(2027, 1, 4, 9, 0, tzinfo=clock.VIETNAM)):
            run_jobs()

        assert (get_row(number).status, posts_of(number)) == ("7", [])

    def test_with_a_payment_open_the_money_is_no_longer_asked_for(self, world: World) -> None:
        number = accepted_business(world)

        cases.withdraw_case(number, reason="", actor=world.binh)

        (order,) = payments.list_orders(subject=number)
        assert order.status == payments.OrderStatus.CANCELLED
        assert (get_row(number).status, get_row(number).finance) == ("7", "none")

    def test_money_that_comes_afterwards_does_not_wake_the_case(self, world: World) -> None:
        number = accepted_business(world)
        (order,) = payments.list_orders(subject=number)
        cases.withdraw_case(number, reason="", actor=world.binh)

        MemoryBank.take_money(reference=order.reference, dong=order.amount.dong)
        payments.poll_order(order_id=order.id)
        run_jobs()

        assert (get_row(number).status, posts_of(number)) == ("7", [])

    def test_not_twice_not_after_the_decision_and_not_by_others(self, world: World) -> None:
        number = accepted_birth(world)
        with pytest.raises(cases.NotYourCase):
            cases.withdraw_case(number, reason="", actor=world.hoa)
        with pytest.raises(cases.CaseUnknown):
            cases.withdraw_case(number, reason="", actor=world.binh)
        finish(number, world)

        with pytest.raises(cases.IllegalStatus):
            cases.withdraw_case(number, reason="", actor=world.lan)


class TestRateCase:
    def test_a_person_says_once_how_it_went(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        with pytest.raises(cases.IllegalStatus):
            cases.rate_case(number, stars=5, actor=world.lan)
        cases.reject_case(number, reason="Trùng.", actor=world.hoa)

        event = cases.rate_case(number, stars=4, comment=" Nhanh ", actor=world.lan)

        assert (event.stars, event.comment) == (4, "Nhanh")
        assert codes_of(number)[-1] == "case.rated"
        with pytest.raises(cases.AlreadyRated):
            cases.rate_case(number, stars=1, actor=world.minh)
        assert get_row(number).rating == 4

    @pytest.mark.parametrize("stars", [-1, 0, 6, 50])
    def test_a_rating_outside_one_to_five_is_refused_not_bent(
        self, world: World, stars: int
    ) -> None:
        number = make_submitted(applicant=world.lan)
        cases.reject_case(number, reason="Trùng.", actor=world.hoa)

        with pytest.raises(InvalidInput) as refused:
            cases.rate_case(number, stars=stars, actor=world.lan)

        assert [problem.path for problem in refused.value.problems] == ["/stars"]
        assert get_row(number).rating is None

    def test_officers_and_strangers_rate_nothing(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        cases.reject_case(number, reason="Trùng.", actor=world.hoa)

        with pytest.raises(cases.NotYourCase):
            cases.rate_case(number, stars=5, actor=world.hoa)
        with pytest.raises(cases.CaseUnknown):
            cases.rate_case(number, stars=5, actor=world.binh)


class TestVerify:
    def test_everybody_verifies_a_result_by_its_code(self, world: World) -> None:
        number = accepted_birth(world)
        finish(number, world)
        case = cases.get_case(number, actor=world.lan)
        result = next(paper for paper in case.documents if paper.kind == "result")

        shown = cases.verify_result(f" {result.verification_code.lower()} ")

        assert (shown.number, shown.sha256) == (result.number, result.sha256)
        assert shown.agency == "Ủy ban nhân dân phường Thuỷ Nguyên"
        assert [one.valid for one in shown.report.signatures] == [True, True]

    def test_a_draft_of_a_result_is_not_verified(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="approve", by=world.hoa)
        draft = next(
            paper
            for paper in cases.get_case(number, actor=world.hoa).documents
            if paper.kind == "result"
        )

        with pytest.raises(cases.CaseUnknown):
            cases.verify_result(draft.verification_code)

    def test_an_unknown_code_is_unknown(self, world: World) -> None:
        with pytest.raises(cases.CaseUnknown):
            cases.verify_result("ABCDEFGH2345")

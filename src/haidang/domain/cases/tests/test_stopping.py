"""A case ends without a result: refused, stopped, withdrawn, never answered; money, papers."""

from datetime import datetime

import pytest

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import World, finish, get_row, make_submitted, take_step
from haidang.domain.cases.tests.following import (
    ITEM,
    accepted_birth,
    accepted_business,
    codes_of,
    pay,
    posts_of,
    templates_of,
)
from haidang.kernel import clock
from haidang.kernel.actors import Actor

pytestmark = pytest.mark.django_db


def papers_of(number: str, *, by: Actor) -> dict[str, cases.DocumentView]:
    return {paper.kind: paper for paper in cases.get_case(number, actor=by).documents}


def signers_of(number: str, kind: str, *, by: Actor) -> list[tuple[bool, str]]:
    paper = papers_of(number, by=by)[kind]
    _name, pdf = cases.read_document(number, document_id=paper.id, actor=by)
    return [(one.valid, one.who) for one in cases.verify_file(pdf).signatures]


def stop_entry(number: str) -> dict[str, object]:
    entries = [one for one in audit.list_entries(subject=number) if one.code == "case.stopped"]
    assert len(entries) == 1
    return dict(entries[0].facts)


class TestRefuse:
    def test_a_refusal_of_the_decision_is_form_3_signed_by_the_leader_and_sealed(
        self, world: World
    ) -> None:
        number = accepted_birth(world)
        take_step(number, action="refuse", by=world.hoa, note="Không đủ điều kiện")
        take_step(number, action="approve", by=world.khanh)

        paper = papers_of(number, by=world.lan)["mau_03"]
        assert paper.title["vi"] == "Phiếu từ chối giải quyết hồ sơ"
        assert paper.number == "1/PTC"
        signed = signers_of(number, "mau_03", by=world.lan)
        assert [valid for valid, _who in signed] == [True, True]
        assert signed[0][1] == world.khanh.name
        assert stop_entry(number)["cause"] == "refused"

    def test_a_refusal_at_reception_is_signed_by_the_officer_alone(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        cases.reject_case(number, reason="Sai thẩm quyền", actor=world.hoa)
        run_jobs()

        assert papers_of(number, by=world.lan)["mau_03"].title["vi"].endswith("tiếp nhận hồ sơ")
        assert signers_of(number, "mau_03", by=world.lan) == [(True, world.hoa.name)]


class TestStopCase:
    def test_a_person_stops_a_case_and_gets_form_5_under_the_agencys_seal(
        self, world: World
    ) -> None:
        number = accepted_birth(world)

        event = cases.stop_case(number, reason="Đã đăng ký nơi khác", actor=world.lan)
        run_jobs()

        case = cases.get_case(number, actor=world.lan)
        assert (case.status, case.business) == (cases.Status.STOPPED, "done")
        assert (event.cause, case.closing_reason) == ("applicant", "Đã đăng ký nơi khác")
        assert posts_of(number) == []
        assert papers_of(number, by=world.lan)["mau_05"].number == "1/TB"
        ((valid, _agency),) = signers_of(number, "mau_05", by=world.lan)
        assert valid
        assert "case_stopped" in templates_of(number)

    def test_the_agency_stops_with_a_reason_signed_by_its_leader(self, world: World) -> None:
        number = accepted_birth(world)
        with pytest.raises(cases.ReasonMissing):
            cases.stop_case(number, reason=" ", actor=world.khanh)

        cases.stop_case(number, reason="Toà án đang thụ lý", actor=world.khanh)
        run_jobs()

        assert stop_entry(number)["cause"] == "agency"
        signed = signers_of(number, "mau_05", by=world.lan)
        assert signed[0] == (True, world.khanh.name)
        assert len(signed) == 2

    def test_not_before_acceptance_not_after_the_decision_not_by_others(
        self, world: World
    ) -> None:
        fresh = make_submitted(applicant=world.lan)
        with pytest.raises(cases.IllegalStatus):
            cases.stop_case(fresh, reason="x", actor=world.lan)
        number = accepted_birth(world)
        for officer in (world.hoa, world.mai):
            with pytest.raises(cases.NotYourCase):
                cases.stop_case(number, reason="x", actor=officer)
        with pytest.raises(cases.CaseUnknown):
            cases.stop_case(number, reason="x", actor=world.binh)
        finish(number, world)
        with pytest.raises(cases.IllegalStatus):
            cases.stop_case(number, reason="x", actor=world.lan)

    def test_an_open_payment_is_no_longer_asked_for(self, world: World) -> None:
        number = accepted_business(world)

        cases.stop_case(number, reason="", actor=world.binh)

        (order,) = payments.list_orders(subject=number)
        assert order.status == payments.OrderStatus.CANCELLED
        assert get_row(number).finance == "none"

    def test_what_is_not_refundable_stays(self, world: World) -> None:
        number = accepted_business(world)
        pay(number)

        cases.stop_case(number, reason="", actor=world.binh)

        assert get_row(number).finance == "paid"
        assert payments.list_refunds(subject=number) == []


class TestWithdrawPaid:
    @pytest.mark.parametrize("verb", ["withdraw", "stop"])
    def test_what_is_refundable_goes_back_once(self, world: World, verb: str) -> None:
        number = paid_and_refundable(world)
        act = cases.withdraw_case if verb == "withdraw" else cases.stop_case

        act(number, reason="Nhầm", actor=world.binh)
        run_jobs()

        assert get_row(number).finance == "refunded"
        assert [one.amount.dong for one in payments.list_refunds(subject=number)] == [150_000]

    def test_papers_handed_in_on_paper_are_listed_for_return(self, world: World) -> None:
        number = accepted_birth(world)
        row = get_row(number)
        row.channel = "counter"
        row.save(update_fields=["channel"])
        row.evidence.create(key="birth_notice", source="upload", name="a.pdf", sha256="0" * 64)

        event = cases.withdraw_case(number, reason="Nhầm", actor=world.lan)

        assert event.papers == ("Giấy chứng sinh (01)",)

    def test_online_there_is_no_paper_to_give_back(self, world: World) -> None:
        number = accepted_birth(world)

        assert cases.withdraw_case(number, reason="Nhầm", actor=world.lan).papers == ()


class TestNobodyAnswers:
    def test_before_acceptance_the_clock_stops_the_case_after_the_last_day(
        self, world: World
    ) -> None:
        number = make_submitted(applicant=world.lan)
        cases.return_for_supplement(number, items=(ITEM,), reason="Mờ", actor=world.hoa)

        with clock.stopped_at(datetime(2026, 12, 3, 16, 59, tzinfo=clock.VIETNAM)):
            run_jobs()
            assert get_row(number).status == cases.Status.SUPPLEMENT
        with clock.stopped_at(datetime(2026, 12, 3, 17, 1, tzinfo=clock.VIETNAM)):
            run_jobs()

        assert get_row(number).status == cases.Status.STOPPED
        assert stop_entry(number)["cause"] == "unanswered"
        assert "expired" in templates_of(number)
        assert "mau_05" in papers_of(number, by=world.lan)

    def test_an_answer_in_time_keeps_it_alive(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        cases.return_for_supplement(number, items=(ITEM,), reason="Mờ", actor=world.hoa)
        cases.answer_supplement(number, actor=world.lan)

        with clock.stopped_at(datetime(2027, 1, 4, 9, 0, tzinfo=clock.VIETNAM)):
            run_jobs()

        assert get_row(number).status == cases.Status.REGISTERED
        assert "case.stopped" not in codes_of(number)


def paid_and_refundable(world: World) -> str:
    """Return a paid case whose fee goes back when it ends without a decision."""
    number = accepted_business(world)
    pay(number)
    row = get_row(number)
    row.fee_lines = [{**line, "refundable": True} for line in row.fee_lines]
    row.save(update_fields=["fee_lines"])
    return number

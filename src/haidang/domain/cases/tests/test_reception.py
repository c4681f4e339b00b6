"""Judge at reception: accept, refuse, or ask once for what is missing."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from haidang.blocks.agencies.testing import WARD_CENTRE
from haidang.blocks.audit import public as audit
from haidang.blocks.messaging import public as messaging
from haidang.blocks.outbox.testing import run_jobs
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    World,
    get_row,
    make_submitted,
    take_step,
)
from haidang.domain.cases.types import SupplementItem
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock

pytestmark = pytest.mark.django_db

ITEM = SupplementItem(
    text="Bản chụp Giấy chứng sinh rõ nét", field="birth_notice", clause="Luật Hộ tịch, Điều 16"
)


def codes_of(number: str) -> list[str]:
    return [entry.code for entry in audit.list_entries(subject=number)]


def templates_of(number: str) -> list[str]:
    return [notice.template for notice in messaging.list_notices_about(subject=number)]


class TestAcceptCase:
    def test_an_accepted_case_is_processed_and_has_its_date(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        event = cases.accept_case(number, actor=world.hoa)

        case = cases.get_case(number, actor=world.lan)
        assert (event.at, event.due_at) == (clock.now(), case.due.due_at)
        assert case.accepted_at == clock.now()
        assert case.due.due_at == datetime(2026, 11, 23, 17, 0, tzinfo=clock.VIETNAM)
        assert all({"vi", "en"} <= set(reason) for reason in case.due.reasons)
        run_jobs()
        assert get_row(number).status == cases.Status.PROCESSING

    @pytest.mark.parametrize(
        ("accepted", "due"),
        [
            ((23, 14, 59), datetime(2026, 11, 23, 17, 0, tzinfo=clock.VIETNAM)),
            ((23, 15, 20), datetime(2026, 11, 25, 17, 0, tzinfo=clock.VIETNAM)),
            ((25, 15, 20), datetime(2026, 11, 26, 17, 0, tzinfo=clock.VIETNAM)),
            ((27, 15, 20), datetime(2026, 11, 30, 17, 0, tzinfo=clock.VIETNAM)),
        ],
    )
    def test_after_three_in_the_afternoon_the_next_working_day_counts(
        self, world: World, accepted: tuple[int, int, int], due: datetime
    ) -> None:
        number = make_submitted(applicant=world.lan)
        day, hour, minute = accepted

        with clock.stopped_at(datetime(2026, 11, day, hour, minute, tzinfo=clock.VIETNAM)):
            event = cases.accept_case(number, actor=world.hoa)

        assert event.due_at == due

    def test_the_clock_starts_at_acceptance_not_at_handing_in(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        with clock.stopped_at(datetime(2026, 11, 30, 10, 0, tzinfo=clock.VIETNAM)):
            event = cases.accept_case(number, actor=world.hoa)

        assert event.due_at == datetime(2026, 11, 30, 17, 0, tzinfo=clock.VIETNAM)

    def test_acceptance_is_written_down_told_and_closes_the_task(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        (task,) = worklist.list_open_tasks_of(number)

        take_step(number, action="accept", by=world.hoa)

        closed = worklist.get_task(task.id, actor=world.hoa)
        assert (closed.outcome, closed.officer_name) == ("accept", world.hoa.name)
        assert {"case.accepted", "case.status_changed", "worklist.task_closed"} <= set(
            codes_of(number)
        )
        assert "case_accepted" in templates_of(number)

    def test_the_receipt_is_made_numbered_and_signed_by_the_officer(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="accept", by=world.hoa)

        case = cases.get_case(number, actor=world.lan)
        receipt = next(paper for paper in case.documents if paper.kind == "mau_01")
        name, pdf = cases.read_document(number, document_id=receipt.id, actor=world.lan)
        report = cases.verify_file(pdf)

        assert (receipt.number, receipt.signatures) == ("1/TNHS", 1)
        assert name == f"{number}-mau_01.pdf"
        assert [(one.valid, one.who) for one in report.signatures] == [(True, world.hoa.name)]

    def test_a_case_is_accepted_once(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        cases.accept_case(number, actor=world.hoa)

        with pytest.raises(cases.IllegalStatus):
            cases.accept_case(number, actor=world.hoa)
        assert codes_of(number).count("case.accepted") == 1

    def test_only_reception_accepts(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        for actor in (world.lan, world.khanh, world.mai):
            with pytest.raises(cases.NotYourCase):
                cases.accept_case(number, actor=actor)
        for actor in (world.tuan, world.binh):
            with pytest.raises(cases.CaseUnknown):
                cases.accept_case(number, actor=actor)
        assert get_row(number).status == cases.Status.REGISTERED

    def test_a_case_that_a_colleague_has_taken_is_not_accepted(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        (task,) = worklist.list_open_tasks_of(number)
        worklist.claim_task(task.id, actor=world.hoa)
        colleague = world.hoa.__class__(
            kind="officer", id=str(task.id), name="Ngô An", duties=world.hoa.duties
        )

        with pytest.raises(worklist.TaskTaken):
            cases.accept_case(number, actor=colleague)
        assert get_row(number).status == cases.Status.REGISTERED

    def test_an_unknown_number_is_unknown(self, world: World) -> None:
        with pytest.raises(cases.CaseUnknown):
            cases.accept_case("H24.182.01-261123-9999", actor=world.hoa)


class TestRejectCase:
    def test_a_refused_case_is_closed_with_its_reason(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        take_step(number, action="reject", by=world.hoa, note="  Không thuộc thẩm quyền. ")

        case = cases.get_case(number, actor=world.lan)
        assert (case.status, case.business) == (cases.Status.REJECTED, "done")
        assert case.closing_reason == "Không thuộc thẩm quyền."
        assert "case.rejected" in codes_of(number)
        assert "case_rejected" in templates_of(number)
        assert worklist.list_open_tasks_of(number) == []

    def test_the_person_gets_the_refusal_on_paper_signed(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="reject", by=world.hoa, note="Không thuộc thẩm quyền.")

        (paper,) = cases.get_case(number, actor=world.lan).documents
        _, pdf = cases.read_document(number, document_id=paper.id, actor=world.lan)

        assert (paper.kind, paper.number, paper.signatures) == ("mau_03", "1/PTC", 1)
        assert [one.valid for one in cases.verify_file(pdf).signatures] == [True]

    @pytest.mark.parametrize("note", ["", "   "])
    def test_without_a_reason_nothing_is_refused(self, world: World, note: str) -> None:
        number = make_submitted(applicant=world.lan)

        with pytest.raises(cases.ReasonMissing) as refused:
            take_step(number, action="reject", by=world.hoa, note=note)

        assert [problem.path for problem in refused.value.problems] == ["/reason"]
        assert get_row(number).status == cases.Status.REGISTERED

    def test_a_refused_case_stays_refused(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        cases.reject_case(number, reason="Trùng hồ sơ.", actor=world.hoa)

        with pytest.raises(cases.IllegalStatus):
            cases.accept_case(number, actor=world.hoa)
        with pytest.raises(cases.IllegalStatus):
            cases.withdraw_case(number, reason="", actor=world.lan)

    def test_only_reception_refuses(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        with pytest.raises(cases.NotYourCase):
            cases.reject_case(number, reason="Không.", actor=world.khanh)
        with pytest.raises(cases.CaseUnknown):
            cases.reject_case(number, reason="Không.", actor=world.tuan)


class TestSupplementBeforeAcceptance:
    def test_the_case_goes_back_with_one_complete_list(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))

        case = cases.get_case(number, actor=world.lan)
        (asked,) = case.supplements
        assert (case.status, case.business) == (cases.Status.SUPPLEMENT, "applicant")
        placed = replace(ITEM, place="/evidence/birth_notice")
        assert (asked.items, asked.reason, asked.number) == ((placed,), "Ảnh mờ", "1/PBS")
        assert asked.due_on == date(2026, 12, 3)
        assert (case.accepted_at, case.due.due_at) == (None, None)
        assert worklist.list_open_tasks_of(number) == []

    def test_the_request_is_made_as_a_signed_form_and_told(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))

        (paper,) = cases.get_case(number, actor=world.lan).documents
        _, pdf = cases.read_document(number, document_id=paper.id, actor=world.lan)

        assert (paper.kind, paper.signatures, paper.number) == ("mau_02", 1, "1/PBS")
        assert [one.valid for one in cases.verify_file(pdf).signatures] == [True]
        assert "supplement_requested" in templates_of(number)
        assert "case.supplement_requested" in codes_of(number)

    def test_once_answered_reception_judges_again(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))

        event = cases.answer_supplement(number, actor=world.lan)
        run_jobs()

        assert (event.due_at, get_row(number).status) == (None, cases.Status.REGISTERED)
        (task,) = worklist.list_open_tasks_of(number)
        assert (task.post, task.agency) == ("reception", WARD_CENTRE)
        take_step(number, action="accept", by=world.hoa)
        assert get_row(number).status == cases.Status.PROCESSING

    def test_no_second_supplement_is_asked_for(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))
        cases.answer_supplement(number, actor=world.lan)
        run_jobs()

        with pytest.raises(cases.SupplementAlreadyRequested):
            take_step(number, action="supplement", by=world.hoa, note="Nữa", items=(ITEM,))
        assert get_row(number).status == cases.Status.REGISTERED
        assert len(worklist.list_open_tasks_of(number)) == 1

    @pytest.mark.parametrize("items", [(), (SupplementItem(text="  "),)])
    def test_something_must_be_named(
        self, world: World, items: tuple[SupplementItem, ...]
    ) -> None:
        number = make_submitted(applicant=world.lan)

        with pytest.raises(cases.ReasonMissing):
            take_step(number, action="supplement", by=world.hoa, note="Thiếu", items=items)
        assert get_row(number).status == cases.Status.REGISTERED

    def test_an_answer_that_is_still_wrong_is_told_at_once(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))
        cases.save_answers(get_row(number).id, answers={"child_name": "An 2"}, actor=world.lan)

        with pytest.raises(cases.AnswersRefused):
            cases.answer_supplement(number, actor=world.lan)
        assert get_row(number).status == cases.Status.SUPPLEMENT

    def test_only_a_party_answers_and_only_once(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        with pytest.raises(cases.IllegalStatus):
            cases.answer_supplement(number, actor=world.lan)
        take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(ITEM,))

        with pytest.raises(cases.NotYourCase):
            cases.answer_supplement(number, actor=world.hoa)
        with pytest.raises(cases.CaseUnknown):
            cases.answer_supplement(number, actor=world.binh)
        cases.answer_supplement(number, actor=world.minh)
        with pytest.raises(cases.IllegalStatus):
            cases.answer_supplement(number, actor=world.lan)

    def test_an_action_that_reception_does_not_know_is_refused(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        (task,) = worklist.list_open_tasks_of(number)

        with pytest.raises(worklist.ActionUnknown):
            cases.complete_step(task.id, action="sign", actor=world.hoa)

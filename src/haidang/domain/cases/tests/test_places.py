"""A case goes to other places: handed on, another agency asked, notes written."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from haidang.blocks.agencies.testing import OTHER_COMMITTEE, WARD_CENTRE, WARD_COMMITTEE
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.cases.actions import consult
from haidang.domain.cases.testing import World, add_file, get_row, make_draft, take_step
from haidang.domain.cases.tests.following import (
    ITEM,
    accepted_birth,
    codes_of,
    posts_of,
    templates_of,
)
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.errors import InvalidInput

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=clock.VIETNAM)


def asked(world: World, **changes: object) -> tuple[str, cases.ConsultationView]:
    number = accepted_birth(world)
    view = cases.request_consultation(
        number,
        agency=OTHER_COMMITTEE,
        question="Trẻ đã được đăng ký khai sinh tại phường chưa?",
        working_days=3,
        silence_agrees=bool(changes.get("silence_agrees")),
        stops_clock=bool(changes.get("stops_clock")),
        actor=world.hoa,
    )
    return number, view


class TestTransferCase:
    def test_the_case_and_its_tasks_go_to_the_other_agency(self, world: World) -> None:
        number = accepted_birth(world)
        before = get_row(number)

        event = cases.transfer_case(
            number, to_agency=OTHER_COMMITTEE, reason="Nộp nhầm nơi", actor=world.hoa
        )

        case = get_row(number)
        assert (event.from_agency, case.competent_agency) == (WARD_COMMITTEE, OTHER_COMMITTEE)
        assert (case.due_at, case.accepted_at, case.receiving_agency) == (
            before.due_at, before.accepted_at, WARD_CENTRE,
        )  # fmt: skip
        assert [task.agency for task in worklist.list_open_tasks_of(number)] == [OTHER_COMMITTEE]
        assert "case_transferred" in templates_of(number)
        assert "case.transferred" in codes_of(number)

    def test_the_new_agency_goes_on_and_the_old_one_only_has_what_it_received(
        self, world: World
    ) -> None:
        number = accepted_birth(world)
        cases.transfer_case(number, to_agency=OTHER_COMMITTEE, reason="Nhầm", actor=world.hoa)

        take_step(number, action="supplement", by=world.tuan, note="Ảnh mờ", items=(ITEM,))

        assert get_row(number).status == cases.Status.SUPPLEMENT
        assert cases.get_case(number, actor=world.hoa).competent_agency == OTHER_COMMITTEE
        with pytest.raises(cases.CaseUnknown):
            cases.get_case(number, actor=world.khanh)

    def test_files_can_be_read_by_the_new_agency_and_no_longer_by_the_old(
        self, world: World
    ) -> None:
        draft = make_draft(applicant=world.lan)
        add_file(draft, key="birth_notice", actor=world.lan)
        number = cases.submit_case(draft, actor=world.lan).case_number
        take_step(number, action="accept", by=world.hoa)
        (row,) = get_row(number).evidence.filter(removed_at=None).exclude(file_id=None)
        assert isinstance(row.file_id, UUID)

        cases.transfer_case(number, to_agency=OTHER_COMMITTEE, reason="Nhầm", actor=world.hoa)

        assert vault.read_file(row.file_id, actor=world.tuan, purpose="xem")
        with pytest.raises(Exception, match="may not"):
            vault.read_file(row.file_id, actor=world.khanh, purpose="xem")

    @pytest.mark.parametrize("who", ["lan", "tuan", "mai"])
    def test_only_those_who_handle_the_case_hand_it_on(self, world: World, who: str) -> None:
        number = accepted_birth(world)

        with pytest.raises((cases.NotYourCase, cases.CaseUnknown)):
            cases.transfer_case(
                number, to_agency=OTHER_COMMITTEE, reason="x", actor=getattr(world, who)
            )
        assert get_row(number).competent_agency == WARD_COMMITTEE

    def test_a_reason_another_agency_and_no_signature_yet_are_needed(self, world: World) -> None:
        number = accepted_birth(world)
        with pytest.raises(cases.ReasonMissing):
            cases.transfer_case(number, to_agency=OTHER_COMMITTEE, reason=" ", actor=world.hoa)
        with pytest.raises(cases.SameAgency):
            cases.transfer_case(number, to_agency=WARD_COMMITTEE, reason="x", actor=world.hoa)
        take_step(number, action="approve", by=world.hoa)
        take_step(number, action="approve", by=world.khanh)
        with pytest.raises(cases.TransferTooLate):
            cases.transfer_case(number, to_agency=OTHER_COMMITTEE, reason="x", actor=world.hoa)


class TestConsultation:
    def test_the_asked_agency_sees_the_case_until_it_answers(self, world: World) -> None:
        number, view = asked(world)

        (listed,) = cases.list_consultations(actor=world.tuan)
        assert (listed.id, listed.due_at, listed.number) == (view.id, FRIDAY, "1/LYK")
        assert cases.get_case(number, actor=world.tuan).number == number

        cases.answer_consultation(view.id, answer="agree", text="", actor=world.tuan)

        assert cases.list_consultations(actor=world.tuan) == ()
        with pytest.raises(cases.CaseUnknown):
            cases.get_case(number, actor=world.tuan)
        (known,) = cases.consultations_of(number, actor=world.hoa)
        assert (known.answer, known.answered_by) == ("agree", world.tuan.name)
        assert posts_of(number) == ["processing"]

    def test_its_worklist_task_answers_as_well(self, world: World) -> None:
        number, view = asked(world)

        take_step(number, action="disagree", by=world.tuan, note="Đã đăng ký năm 2025")

        known = cases.get_consultation(view.id, actor=world.hoa)
        assert (known.answer, known.answer_text) == ("disagree", "Đã đăng ký năm 2025")

    def test_the_person_sees_whom_but_not_the_words(self, world: World) -> None:
        number, _view = asked(world)

        (seen,) = cases.consultations_of(number, actor=world.lan)

        assert (seen.asked_agency, seen.question) == (OTHER_COMMITTEE, "")

    def test_silence_is_agreement_only_where_it_was_said(self, world: World) -> None:
        _number, silent = asked(world, silence_agrees=True)
        _other, waiting = asked(world)

        with clock.stopped_at(FRIDAY + timedelta(minutes=1)):
            assert consult.conclude_silent_consultations() == 1
            assert consult.conclude_silent_consultations() == 0

        known = cases.get_consultation(silent.id, actor=world.hoa)
        assert (known.answer, known.answered_by) == ("silence", "")
        assert cases.get_consultation(waiting.id, actor=world.hoa).answer == ""

    def test_the_head_is_reminded_once_on_the_working_day_before(self, world: World) -> None:
        number, _view = asked(world)
        assert consult.remind_consulted() == 0

        with clock.stopped_at(FRIDAY - timedelta(days=1)):
            assert consult.remind_consulted() == 1
            assert consult.remind_consulted() == 0

        assert "case.consultation_reminded" in codes_of(number)
        tasks = [one.key for one in worklist.list_open_tasks_of(number)]
        assert tasks.count("consultation") == 2

    def test_the_clock_of_the_case_waits_where_that_is_data(self, world: World) -> None:
        """The 24th of November is a day off, so that one working day is waited."""
        number, view = asked(world, stops_clock=True)
        due = get_row(number).due_at
        assert get_row(number).waiting_since is not None

        with clock.stopped_at(datetime(2026, 11, 25, 9, 0, tzinfo=clock.VIETNAM)):
            cases.answer_consultation(view.id, answer="agree", text="", actor=world.tuan)

        case = get_row(number)
        assert due is not None
        assert case.due_at == due + timedelta(days=2)
        assert (case.waiting_since, case.waited_seconds) == (None, 2 * 24 * 3600)

    def test_a_withdrawn_case_lets_the_question_lapse(self, world: World) -> None:
        number, view = asked(world)
        cases.withdraw_case(number, reason="", actor=world.lan)

        consult.conclude_silent_consultations()

        assert cases.get_consultation(view.id, actor=world.hoa).answer == "lapsed"

    def test_what_is_asked_and_until_when_must_be_said(self, world: World) -> None:
        number = accepted_birth(world)
        with pytest.raises(cases.ReasonMissing):
            cases.request_consultation(
                number, agency=OTHER_COMMITTEE, question="", working_days=3, actor=world.hoa
            )
        with pytest.raises(InvalidInput):
            cases.request_consultation(
                number, agency=OTHER_COMMITTEE, question="?",
                due_on=clock.local(clock.now()).date(), actor=world.hoa,
            )  # fmt: skip

    def test_only_the_asked_agency_answers_and_only_once(self, world: World) -> None:
        _number, view = asked(world)
        with pytest.raises(cases.ConsultationUnknown):
            cases.answer_consultation(view.id, answer="agree", text="", actor=world.hoa)
        with pytest.raises(cases.ReasonMissing):
            cases.answer_consultation(view.id, answer="other", text="", actor=world.tuan)
        cases.answer_consultation(view.id, answer="agree", text="", actor=world.tuan)
        with pytest.raises(cases.ConsultationClosed):
            cases.answer_consultation(view.id, answer="agree", text="", actor=world.tuan)


class TestNotes:
    def test_officers_in_charge_write_and_read_and_the_person_never_does(
        self, world: World
    ) -> None:
        number = accepted_birth(world)

        cases.write_note(number, kind="opinion", text="Đủ điều kiện.", actor=world.hoa)

        (note,) = cases.list_notes(number, actor=world.khanh)
        assert (note.kind, note.text, note.officer) == ("opinion", "Đủ điều kiện.", world.hoa.name)
        for stranger in (world.lan, world.tuan, world.binh):
            with pytest.raises((cases.NotYourCase, cases.CaseUnknown)):
                cases.list_notes(number, actor=stranger)
        assert "case.note_written" in codes_of(number)
        told = [item.code for item in cases.timeline(number, actor=world.lan)]
        assert "case.note_written" not in told
        seen = [item.code for item in cases.timeline(number, actor=world.hoa)]
        assert "case.note_written" in seen


class TestConsultationByProcess:
    """1.010736: the process asks; 15 days without an answer are agreement."""

    def accepted(self, world: World) -> str:
        draft = make_draft(applicant=world.lan, procedure="1.010736", scenario="agreed")
        add_file(draft, key="eia_report", actor=world.lan)
        number = cases.submit_case(draft, actor=world.lan).case_number
        take_step(number, action="accept", by=world.hoa)
        return number

    def test_the_process_asks_and_goes_on_with_the_answer(self, world: World) -> None:
        number = self.accepted(world)
        (view,) = cases.consultations_of(number, actor=world.hoa)
        assert (view.silence_agrees, view.asked_agency) == (True, WARD_COMMITTEE)
        assert clock.local(view.due_at).date() == date(2026, 12, 8)

        take_step(number, action="disagree", by=world.hoa, note="Chưa rõ biện pháp giảm ồn")

        assert posts_of(number) == ["leader"]
        facts = get_row(number).facts["answered"]
        assert (facts["answer"], facts["agreed"]) == ("disagree", False)

    def test_silence_lets_it_go_on_by_itself(self, world: World) -> None:
        number = self.accepted(world)
        (view,) = cases.consultations_of(number, actor=world.hoa)

        with clock.stopped_at(view.due_at + timedelta(minutes=1)):
            assert consult.conclude_silent_consultations() == 1
            run_jobs()

        facts = get_row(number).facts["answered"]
        assert (facts["answer"], facts["silent"], facts["agreed"]) == ("silence", True, True)
        assert posts_of(number) == ["leader"]

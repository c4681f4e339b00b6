"""Everything wrong is named once; a second time needs a head, and something new."""

import pytest

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox.testing import run_jobs
from haidang.domain.cases import public as cases
from haidang.domain.cases.models import Case
from haidang.domain.cases.testing import (
    World,
    add_file,
    get_row,
    make_draft,
    make_submitted,
    take_step,
)
from haidang.domain.cases.tests.following import ITEM, accepted_birth, codes_of, posts_of
from haidang.domain.cases.types import SupplementItem
from haidang.domain.worklist import public as worklist
from haidang.kernel.errors import InvalidInput

pytestmark = pytest.mark.django_db

NAME = SupplementItem(text="Họ tên con chưa đúng với Giấy chứng sinh", field="child_name")
MOTHER = SupplementItem(text="Sai họ tên mẹ", field="/mother_name", clause="60/2014/QH13, Điều 16")
REASON = "Người dân nộp giấy tờ mới nên phát sinh nội dung mới."


def asked_once(world: World, *items: SupplementItem) -> str:
    """Return a case whose supplement was asked for and answered in the process."""
    number = accepted_birth(world)
    take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=items or (ITEM,))
    cases.answer_supplement(number, actor=world.lan)
    run_jobs()
    return number


def task_of(number: str) -> worklist.TaskId:
    return worklist.list_open_tasks_of(number)[0].id


class TestListDeficiencies:
    def test_a_draft_shows_everything_that_is_missing_each_with_its_clause(
        self, world: World
    ) -> None:
        draft = make_draft(
            applicant=world.lan, child_name=None, mother_name=None, birth_proof="witness"
        )

        found = cases.list_deficiencies(draft, actor=world.lan)

        assert {one.path for one in found} >= {"/child_name", "/evidence/witness_statement"}
        assert all(one.clause and {"vi", "en"} <= set(one.text) for one in found)
        assert {one.source for one in found} == {"form", "evidence"}
        assert {one.since for one in found} == {get_row_of(draft).created_at}

    def test_a_complete_case_has_none(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        assert cases.list_deficiencies(number, actor=world.hoa) == ()

    def test_what_an_officer_found_stands_in_the_list_of_the_office_only(
        self, world: World
    ) -> None:
        number = make_submitted(applicant=world.lan)

        cases.record_finding(
            number, path="/child_name", text="Thiếu dấu", clause="Điều 16", actor=world.hoa
        )

        (found,) = cases.list_deficiencies(number, actor=world.hoa)
        assert (found.path, found.source, found.clause) == ("/child_name", "officer", "Điều 16")
        assert cases.list_deficiencies(number, actor=world.lan) == ()
        assert "case.finding_recorded" in codes_of(number)

    def test_a_finding_is_taken_back(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        finding = cases.record_finding(
            number, path="/evidence/birth_notice", text="Mờ", actor=world.hoa
        )

        cases.withdraw_finding(number, finding_id=finding, actor=world.hoa)

        assert cases.list_deficiencies(number, actor=world.hoa) == ()
        with pytest.raises(cases.FindingUnknown):
            cases.withdraw_finding(number, finding_id=finding, actor=world.hoa)

    def test_asking_for_a_supplement_settles_what_was_found(self, world: World) -> None:
        number = accepted_birth(world)
        cases.record_finding(number, path="child_name", text="Thiếu dấu", actor=world.hoa)

        take_step(number, action="supplement", by=world.hoa, note="Sai", items=(NAME,))

        assert cases.list_deficiencies(number, actor=world.hoa) == ()
        (asked,) = cases.get_case(number, actor=world.lan).supplements
        assert [item.place for item in asked.items] == ["/child_name"]

    @pytest.mark.parametrize(("path", "text"), [("/nowhere", "Sai"), ("/child_name", " ")])
    def test_a_finding_needs_words_and_a_place(self, world: World, path: str, text: str) -> None:
        number = make_submitted(applicant=world.lan)

        with pytest.raises(InvalidInput):
            cases.record_finding(number, path=path, text=text, actor=world.hoa)

    def test_only_officers_in_charge_find(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        with pytest.raises(cases.NotYourCase):
            cases.record_finding(number, path="/child_name", text="Sai", actor=world.lan)
        for other in (world.tuan, world.binh):
            with pytest.raises(cases.CaseUnknown):
                cases.record_finding(number, path="/child_name", text="Sai", actor=other)


class TestSecondTime:
    def test_an_officers_second_attempt_is_refused_and_written_down(self, world: World) -> None:
        number = asked_once(world)

        with pytest.raises(cases.SupplementAlreadyRequested):
            take_step(number, action="supplement", by=world.hoa, note="Nữa", items=(MOTHER,))

        blocked = [
            one
            for one in audit.list_entries(subject=number)
            if one.code == "case.supplement_blocked"
        ]
        assert [one.facts["items"] for one in blocked] == [["Sai họ tên mẹ"]]
        assert [one.actor_name for one in blocked] == [world.hoa.name]
        assert posts_of(number) == ["processing"]

    def test_at_reception_it_is_refused_and_written_down_too(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        cases.return_for_supplement(number, items=(ITEM,), reason="Mờ", actor=world.hoa)
        cases.answer_supplement(number, actor=world.lan)
        run_jobs()

        with pytest.raises(cases.SupplementAlreadyRequested):
            cases.return_for_supplement(number, items=(MOTHER,), reason="Nữa", actor=world.hoa)

        assert codes_of(number).count("case.supplement_blocked") == 1
        assert get_row(number).status == cases.Status.REGISTERED

    def test_what_could_be_seen_the_first_time_is_not_asked_for_even_by_the_head(
        self, world: World
    ) -> None:
        number = asked_once(world)

        with pytest.raises(cases.VisibleTheFirstTime) as refused:
            ask_again(number, world, MOTHER)

        assert [problem.path for problem in refused.value.problems] == ["/mother_name"]
        assert "Điều 17" in refused.value.problems[0].clause
        assert codes_of(number).count("case.supplement_blocked") == 1
        assert get_row(number).supplement_count == 1

    def test_what_the_person_changed_since_may_be_asked_by_the_head(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="supplement", by=world.hoa, note="Sai tên", items=(NAME,))
        case_id = get_row(number).id
        cases.save_answers(case_id, answers={"child_name": "Trần Hải Anh"}, actor=world.lan)
        cases.answer_supplement(number, actor=world.lan)
        run_jobs()

        event = ask_again(number, world, NAME)

        asked = cases.get_case(number, actor=world.lan).supplements
        assert [(one.ordinal, one.head) for one in asked] == [(1, ""), (2, world.khanh.name)]
        assert event.reason == asked[1].head_reason == REASON
        assert get_row(number).status == cases.Status.SUPPLEMENT
        assert posts_of(number) == []
        run_jobs()
        papers = [p.number for p in cases.get_case(number, actor=world.lan).documents]
        assert {"1/PBS", "2/PBS"} <= set(papers)

    def test_the_head_may_name_what_was_visible_all_the_same(self, world: World) -> None:
        number = asked_once(world)

        ask_again(number, world, MOTHER, head_reason="Cơ quan khác trả lời: sai họ tên mẹ.")

        assert get_row(number).supplement_count == 2

    def test_a_new_paper_is_something_new(self, world: World) -> None:
        number = accepted_birth(world)
        take_step(number, action="supplement", by=world.hoa, note="Thiếu", items=(ITEM,))
        add_file(get_row(number).id, key="birth_notice", actor=world.lan)
        cases.answer_supplement(number, actor=world.lan)
        run_jobs()

        blurred = SupplementItem(text="Bản chụp mới bị mờ", field="/evidence/birth_notice")
        ask_again(number, world, blurred)

        assert get_row(number).supplement_count == 2

    def test_before_acceptance_the_head_asks_again_at_reception(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        cases.return_for_supplement(number, items=(NAME,), reason="Sai", actor=world.hoa)
        case_id = get_row(number).id
        cases.save_answers(case_id, answers={"child_name": "Trần Hải Anh"}, actor=world.lan)
        cases.answer_supplement(number, actor=world.lan)
        run_jobs()

        ask_again(number, world, NAME)

        assert get_row(number).status == cases.Status.SUPPLEMENT
        cases.answer_supplement(number, actor=world.lan)
        run_jobs()
        take_step(number, action="accept", by=world.hoa)
        assert get_row(number).status == cases.Status.PROCESSING

    def test_more_than_one_request_counts_as_late(self, world: World) -> None:
        number = asked_once(world)
        ask_again(number, world, MOTHER, head_reason="Sai họ tên mẹ")
        cases.answer_supplement(number, actor=world.lan)
        run_jobs()
        for officer in (world.hoa, world.khanh, world.mai):
            take_step(number, action="approve", by=officer)

        assert cases.timing(number, actor=world.lan).outcome == "late"

    def test_it_needs_the_heads_reason_a_first_request_and_a_head(self, world: World) -> None:
        number = asked_once(world)
        with pytest.raises(cases.ReasonMissing):
            ask_again(number, world, MOTHER, head_reason=" ")
        fresh = accepted_birth(world)
        with pytest.raises(cases.IllegalStatus):
            ask_again(fresh, world, MOTHER)
        for officer in (world.hoa, world.mai):
            with pytest.raises(cases.NotYourCase):
                cases.request_second_supplement(
                    number, items=(MOTHER,), reason="x", head_reason=REASON, actor=officer
                )
        with pytest.raises(cases.CaseUnknown):
            cases.request_second_supplement(
                number, items=(MOTHER,), reason="x", head_reason=REASON, actor=world.tuan
            )


def ask_again(
    number: str, world: World, *items: SupplementItem, head_reason: str = REASON
) -> cases.SecondSupplementGranted:
    return cases.request_second_supplement(
        number, items=items, reason="Nội dung mới", head_reason=head_reason, actor=world.khanh
    )


def get_row_of(draft: cases.CaseId) -> Case:

    return Case.objects.get(pk=draft)

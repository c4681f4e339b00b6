from uuid import UUID

import pytest

from haidang.blocks.identity import public as identity
from haidang.blocks.outbox.testing import run_jobs
from haidang.channels.desk.pages import CasePage, StepForm
from haidang.channels.desk.tests.officers import DESK, act_url, open_task, signed_in
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    World,
    add_file,
    make_draft,
    make_submitted,
    take_step,
)
from haidang.domain.worklist import public as worklist

pytestmark = pytest.mark.django_db


class TestMyWork:
    def test_an_empty_desk_says_so(self, world: World) -> None:
        answer = signed_in("hoa").get(DESK)

        assert answer.status_code == 200
        assert answer.context["page"].rows == ()

    def test_hoa_sees_what_waits_for_her_posts(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        page = signed_in("hoa").get(DESK).context["page"]

        assert [row.number for row in page.rows] == [number]
        assert [tile.value for tile in page.tiles] == ["1", "0", "1", "1", "0"]
        assert page.rows[0].can_claim

    def test_ticked_tasks_are_taken_together(self, world: World) -> None:
        numbers = [make_submitted(applicant=world.lan) for _one in range(2)]
        ids = [str(open_task(number).id) for number in numbers]
        hoa = signed_in("hoa")

        answer = hoa.post(f"{DESK}nhan-viec/", {"task": ids, "next": DESK})
        mine = hoa.get(DESK, {"pham-vi": "mine"}).context["page"]

        assert answer["Location"] == DESK
        assert {row.number for row in mine.rows} == set(numbers)

    def test_a_way_back_to_elsewhere_is_not_followed(self, world: World) -> None:
        answer = signed_in("hoa").post(f"{DESK}nhan-viec/", {"next": "https://evil.example/"})

        assert answer["Location"] == DESK

    def test_a_broken_task_id_is_no_task(self, world: World) -> None:
        answer = signed_in("hoa").post(f"{DESK}nhan-viec/", {"task": ["x", ""]})

        assert answer.status_code == 302

    def test_a_task_is_given_back(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        worklist.claim_task(open_task(number).id, actor=world.hoa)

        signed_in("hoa").post(f"{DESK}viec/{open_task(number).id}/tra-lai/")

        assert open_task(number).officer_id is None

    def test_a_long_list_has_a_next_page(self, world: World) -> None:
        numbers = {make_submitted(applicant=world.lan) for _one in range(27)}
        hoa = signed_in("hoa")

        first = hoa.get(DESK).context["page"]
        second = hoa.get(first.next_href).context["page"]

        assert {row.number for row in (*first.rows, *second.rows)} == numbers
        assert (len(second.rows), second.next_href) == (2, "")

    def test_the_list_is_filtered_by_step(self, world: World) -> None:
        make_submitted(applicant=world.lan)
        accepted = make_submitted(applicant=world.lan)
        take_step(accepted, action="accept", by=world.hoa)

        page = signed_in("hoa").get(DESK, {"buoc": open_task(accepted).key}).context["page"]

        assert [row.number for row in page.rows] == [accepted]


class TestTheCase:
    def test_hoa_sees_everything_on_one_screen(self, world: World) -> None:
        draft = make_draft(applicant=world.lan)
        add_file(draft, key="birth_notice", actor=world.lan)
        number = cases.submit_case(draft, actor=world.lan).case_number

        answer = signed_in("hoa").get(f"{DESK}ho-so/{number}/")
        page = answer.context["page"]

        assert answer.status_code == 200
        assert page.answers
        assert page.process[0].number == "B1"
        assert [choice.href for choice in page.tasks[0].choices] == [
            act_url(number, action) for action in ("accept", "supplement", "reject")
        ]
        assert [proof.name for proof in page.proofs] == ["birth_notice.pdf"]

    def test_the_look_is_noted_for_the_person(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        signed_in("hoa").get(f"{DESK}ho-so/{number}/")

        assert world.lan.person_id is not None
        accesses = identity.list_accesses(world.lan.person_id, actor=world.lan)
        assert accesses[0].subject == number

    def test_a_leader_sees_the_case_but_no_action_of_others(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="accept", by=world.hoa)

        page = signed_in("khanh").get(f"{DESK}ho-so/{number}/").context["page"]

        assert [task.can_act for task in page.tasks] == [False]
        assert page.tasks[0].assign_href

    def test_evidence_and_documents_open_in_the_browser(self, world: World) -> None:
        draft = make_draft(applicant=world.lan)
        file_id = add_file(draft, key="birth_notice", actor=world.lan)
        number = cases.submit_case(draft, actor=world.lan).case_number
        take_step(number, action="accept", by=world.hoa)
        (paper,) = cases.get_case(number, actor=world.hoa).documents
        hoa, tuan = signed_in("hoa"), signed_in("tuan")

        for place in (f"minh-chung/{file_id}/", f"tai-lieu/{paper.id}/"):
            answer = hoa.get(f"{DESK}ho-so/{number}/{place}")
            assert answer["Content-Type"] == "application/pdf"
            assert answer["Content-Disposition"].startswith("inline")
            assert tuan.get(f"{DESK}ho-so/{number}/{place}").status_code == 404

    def test_a_record_of_a_register_is_shown_as_facts(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="accept", by=world.hoa)

        (proof,) = signed_in("hoa").get(f"{DESK}ho-so/{number}/").context["page"].proofs

        assert proof.href == ""
        assert "Trần Nguyễn Hải An" in [row.text for row in proof.facts]
        assert "01/11/2026" in [row.text for row in proof.facts]

    def test_an_unknown_case_is_not_found(self, world: World) -> None:
        assert signed_in("hoa").get(f"{DESK}ho-so/H24.0-1/").status_code == 404


class TestActions:
    def test_accepting_is_confirmed_before_it_is_done(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        hoa, url = signed_in("hoa"), act_url(number, "accept")

        asked = hoa.get(url)
        before = cases.get_case(number, actor=world.lan).status
        done = hoa.post(url, {"note": ""})

        assert (asked.status_code, before) == (200, cases.Status.REGISTERED)
        assert done["Location"] == f"{DESK}ho-so/{number}/"
        assert cases.get_case(number, actor=world.lan).accepted_at is not None

    def test_a_rejection_needs_its_reason(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        hoa, url = signed_in("hoa"), act_url(number, "reject")

        wrong = hoa.post(url, {"note": "  "})
        right = hoa.post(url, {"note": "Không thuộc thẩm quyền."})

        assert wrong.status_code == 422
        assert [fault.href for fault in _form(wrong.context["page"]).faults] == ["#f-note"]
        assert right.status_code == 302
        assert cases.get_case(number, actor=world.lan).status == cases.Status.REJECTED

    def test_a_supplement_names_all_items_at_once(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        data = {
            "items.0.text": "Bản chụp giấy chứng sinh bị mờ.",
            "items.0.field": "birth_notice_number",
            "items.0.clause": "Điều 16 Luật Hộ tịch",
            "items.1.text": "Thiếu nơi sinh.",
            "note": "",
        }

        signed_in("hoa").post(act_url(number, "supplement"), data)

        (asked,) = cases.get_case(number, actor=world.lan).supplements
        assert [item.text for item in asked.items] == [data["items.0.text"], data["items.1.text"]]

    def test_every_faulty_item_is_told_at_once(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        hoa, url = signed_in("hoa"), act_url(number, "supplement")

        empty = hoa.post(url, {"items.0.text": "", "items.1.text": ""})
        partly = hoa.post(
            url, {"items.0.text": "", "items.0.clause": "Điều 1", "items.1.text": "Thiếu."}
        )

        assert [fault.href for fault in _form(empty.context["page"]).faults] == ["#f-items-0-text"]
        assert [fault.href for fault in _form(partly.context["page"]).faults] == [
            "#f-items-0-text"
        ]
        assert cases.get_case(number, actor=world.lan).supplements == ()

    def test_rows_are_added_and_taken_away_without_a_script(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        hoa, url = signed_in("hoa"), act_url(number, "supplement")
        typed = {"items.0.text": "Một", "items.1.text": "Hai"}

        more = hoa.post(url, {**typed, "_add_entry": "items"})
        less = hoa.post(url, {**typed, "_remove_entry": "items:0"})

        assert len(_form(more.context["page"]).fields[0].entries) == 3
        (entry,) = _form(less.context["page"]).fields[0].entries
        assert (more.status_code, entry[0].value) == (200, "Hai")

    def test_a_second_supplement_is_not_offered(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        item = cases.SupplementItem(text="Thiếu.")
        take_step(number, action="supplement", by=world.hoa, items=(item,))
        cases.answer_supplement(number, actor=world.lan)
        run_jobs()

        (task,) = signed_in("hoa").get(f"{DESK}ho-so/{number}/").context["page"].tasks

        assert len(task.choices) == 2
        assert task.note

    def test_an_action_that_the_task_does_not_offer_is_not_found(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)

        assert signed_in("hoa").get(act_url(number, "approve")).status_code == 404

    def test_a_task_done_in_the_meantime_leads_back_to_the_case(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        url = act_url(number, "accept")
        take_step(number, action="accept", by=world.hoa)

        answer = signed_in("hoa").post(url)

        assert answer["Location"] == f"{DESK}ho-so/{number}/"

    def test_a_case_is_carried_to_its_signed_result_by_three_officers(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        browsers = {code: signed_in(code) for code in ("hoa", "khanh", "mai")}

        browsers["hoa"].post(act_url(number, "accept"))
        run_jobs()
        browsers["hoa"].post(act_url(number, "approve"))
        run_jobs()
        draft = browsers["khanh"].get(act_url(number, "approve")).context["page"].preview
        browsers["khanh"].post(act_url(number, "approve"))
        run_jobs()
        browsers["mai"].post(act_url(number, "approve"))
        run_jobs()

        page = browsers["hoa"].get(f"{DESK}ho-so/{number}/").context["page"]
        case = cases.get_case(number, actor=world.lan)
        result = next(paper for paper in case.documents if paper.kind == "result")
        assert case.status == cases.Status.RETURNED
        assert draft == f"{DESK}ho-so/{number}/tai-lieu/{result.id}/"
        assert page.tasks == ()
        assert page.due_tone == "good"


class TestAssigning:
    def test_a_leader_gives_a_task_to_an_officer_of_the_post(self, world: World) -> None:
        number = make_submitted(applicant=world.lan)
        take_step(number, action="accept", by=world.hoa)
        url = f"{DESK}viec/{open_task(number).id}/giao/"
        khanh = signed_in("khanh")

        page = khanh.get(url).context["page"]
        nobody = khanh.post(url, {"officer": "nobody"})
        khanh.post(url, {"officer": world.hoa.id})

        assert [option.value for option in page.field.options] == [world.hoa.id]
        assert nobody.status_code == 422
        assert open_task(number).officer_id == UUID(world.hoa.id)


class TestFinding:
    @pytest.mark.parametrize("query", ["nguyen thi lan", "NGUYỄN LAN", "261123-0001"])
    def test_a_case_is_found_without_accents_or_by_number(self, world: World, query: str) -> None:
        number = make_submitted(applicant=world.lan)

        page = signed_in("hoa").get(f"{DESK}tim/", {"q": query}).context["page"]

        assert [case.number for case in page.found] == [number]

    def test_drafts_and_other_names_are_not_found(self, world: World) -> None:
        make_draft(applicant=world.lan)
        hoa = signed_in("hoa")

        assert hoa.get(f"{DESK}tim/", {"q": "Lan"}).context["page"].found == ()
        assert hoa.get(f"{DESK}tim/", {"q": "Phạm"}).context["page"].found == ()

    def test_nothing_asked_finds_nothing(self, world: World) -> None:
        make_submitted(applicant=world.lan)

        assert signed_in("hoa").get(f"{DESK}tim/").context["page"].found == ()


def _form(page: CasePage) -> StepForm:
    return next(task.form for task in page.tasks if task.form is not None)

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import OTHER_COMMITTEE, WARD_CENTRE
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.channels.desk.pages import CasePage, StepForm
from haidang.channels.desk.tests.officers import DESK, act_url, open_task, signed_in
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    BUSINESS,
    World,
    finish,
    get_row,
    make_submitted,
    take_step,
)
from haidang.kernel.actors import system
from haidang.kernel.clock import local

pytestmark = pytest.mark.django_db


def place(number: str, slug: str) -> str:
    """Return the address of an act on a case."""
    return f"{DESK}ho-so/{number}/lam/{slug}/"


def page_of(client: Client, number: str) -> CasePage:
    """Return what the page of a case shows."""
    page = client.get(f"{DESK}ho-so/{number}/").context["page"]
    assert isinstance(page, CasePage)
    return page


def accepted(world: World) -> str:
    """Return the number of a case whose examination has begun."""
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    return number


class TestNotes:
    def test_a_note_and_an_opinion_are_read_by_colleagues(self, world: World) -> None:
        number = accepted(world)
        hoa = signed_in("hoa")

        hoa.post(place(number, "ghi-chu"), {"kind": "note", "text": "Đã gọi điện."})
        hoa.post(place(number, "ghi-chu"), {"kind": "opinion", "text": "Đủ điều kiện."})

        assert [each.text for each in page_of(signed_in("khanh"), number).notes] == [
            "Đủ điều kiện.",
            "Đã gọi điện.",
        ]

    def test_an_empty_note_is_asked_for_again(self, world: World) -> None:
        number = accepted(world)

        answer = signed_in("hoa").post(place(number, "ghi-chu"), {"kind": "note", "text": " "})

        form = answer.context["page"].verb_form
        assert answer.status_code == 422
        assert [fault.href for fault in form.faults] == ["#f-text"]

    def test_an_unknown_act_is_not_found_and_one_of_heads_is_refused(self, world: World) -> None:
        number = accepted(world)
        hoa = signed_in("hoa")

        assert hoa.get(place(number, "bay-len-troi")).status_code == 404
        assert hoa.get(place(number, "gia-han")).status_code == 403


class TestDeficiencies:
    def test_findings_stand_in_the_list_and_in_the_supplement_form(self, world: World) -> None:
        number = accepted(world)
        hoa = signed_in("hoa")
        found = {"text": "Tên cha viết sai dấu.", "path": "/father_name", "clause": "Điều 16"}

        hoa.post(place(number, "sai-sot"), found)
        (lack,) = page_of(hoa, number).lacks
        form = hoa.get(act_url(number, "supplement")).context["page"].tasks[0].form
        hoa.post(lack.withdraw_href)

        assert (lack.text, lack.clause) == (found["text"], "Điều 16")
        assert form.fields[0].entries[0][0].value == found["text"]
        assert page_of(hoa, number).lacks == ()

    def test_the_answer_that_is_wrong_is_marked_where_it_stands(self, world: World) -> None:
        number = accepted(world)
        hoa = signed_in("hoa")

        hoa.post(place(number, "sai-sot"), {"text": "Sai.", "path": "/child_name"})

        rows = [row for section in page_of(hoa, number).answers for row in section.rows]
        assert [row.wrong for row in rows].count(True) == 1

    def test_a_second_request_is_the_heads_and_needs_something_new(self, world: World) -> None:
        number = accepted(world)
        item = cases.SupplementItem(text="Thiếu tên.", field="child_name")
        take_step(number, action="supplement", by=world.hoa, items=(item,))
        cases.answer_supplement(number, actor=world.lan)
        run_jobs()
        khanh, url = signed_in("khanh"), place(number, "bo-sung-lan-hai")
        again = {"items.0.text": "Nơi sinh sai.", "items.0.field": "birth_place_kind"}

        seen = khanh.post(url, {**again, "head_reason": "Cần làm rõ."})
        rows = khanh.post(url, {**again, "_add_entry": "items"}).context["page"].verb_form
        named = khanh.post(url, {**again, "head_reason": "Nơi sinh sai. Phát hiện sau."})

        assert seen.status_code == 422
        assert len(rows.fields[0].entries) == 2
        assert named.status_code == 302
        assert get_row(number).supplement_count == 2


class TestOtherPlaces:
    def test_another_agency_is_asked_and_answers_from_its_own_desk(self, world: World) -> None:
        number = accepted(world)
        asked = {
            "agency": OTHER_COMMITTEE,
            "question": "Có tranh chấp không?",
            "working_days": "3",
        }

        hoa = signed_in("hoa")
        hoa.post(place(number, "hoi-y-kien"), asked)
        tuan = signed_in("tuan")
        (line,) = tuan.get(f"{DESK}hoi-y-kien/").context["page"].lines
        (row,) = tuan.get(DESK).context["page"].rows
        tuan.post(f"{DESK}ho-so/{number}/viec/{row.id}/agree/", {"note": "Không có tranh chấp."})

        (told,) = page_of(hoa, number).places
        assert (line.number, line.question) == (number, asked["question"])
        assert told.answer.endswith("Không có tranh chấp.")

    @pytest.mark.parametrize("days", ["0", "x", "61"])
    def test_the_days_to_answer_are_a_number(self, world: World, days: str) -> None:
        number = accepted(world)
        asked = {"agency": OTHER_COMMITTEE, "question": "?", "working_days": days}

        answer = signed_in("hoa").post(place(number, "hoi-y-kien"), asked)

        assert [fault.href for fault in answer.context["page"].verb_form.faults] == [
            "#f-working_days"
        ]

    def test_a_case_is_transferred(self, world: World) -> None:
        number = accepted(world)
        sent = {"agency": OTHER_COMMITTEE, "reason": "Không thuộc thẩm quyền."}

        answer = signed_in("hoa").post(place(number, "chuyen-co-quan"), sent)

        assert answer["Location"] == DESK
        assert get_row(number).competent_agency == OTHER_COMMITTEE


class TestHeads:
    def test_a_leader_extends_once_with_an_apology(self, world: World) -> None:
        number = _paid_business(world)
        due_at = get_row(number).due_at
        assert due_at is not None
        later = local(due_at).date() + timedelta(days=4)
        khanh, url = signed_in("khanh"), place(number, "gia-han")
        given = {
            "reason": "Cần xác minh thêm.",
            "new_due_on.day": str(later.day),
            "new_due_on.month": str(later.month),
            "new_due_on.year": str(later.year),
        }

        wrong = khanh.post(url, {**given, "new_due_on.month": "13"})
        answer = khanh.post(url, given)

        assert wrong.status_code == 422
        after = get_row(number).due_at
        assert answer.status_code == 302
        assert after is not None
        assert local(after).date() == later
        assert khanh.get(url).status_code == 403

    def test_a_leader_stops_a_case_with_a_reason(self, world: World) -> None:
        number = accepted(world)
        khanh, url = signed_in("khanh"), place(number, "dung")

        empty = khanh.post(url, {"reason": ""})
        khanh.post(url, {"reason": "Công dân đề nghị dừng."})

        assert empty.status_code == 422
        assert get_row(number).status == cases.Status.STOPPED


class TestHandingOver:
    def test_the_receiver_is_named_and_the_identity_is_checked(self, world: World) -> None:
        agencies.assign_officer(
            officer_id=UUID(world.hoa.id), agency=WARD_CENTRE, post="return", actor=system("tests")
        )
        number = make_submitted(applicant=world.lan, receive_by="counter")
        take_step(number, action="accept", by=world.hoa)
        for by in (world.hoa, world.khanh, world.mai):
            take_step(number, action="approve", by=by)
        url, hoa = act_url(number, "handed_over"), signed_in("hoa")

        unchecked = hoa.post(url, {"receiver": "Nguyễn Thị Lan"})
        hoa.post(url, {"receiver": "Nguyễn Thị Lan", "identity": "true"})
        run_jobs()

        form = _form(unchecked.context["page"])
        assert [fault.href for fault in form.faults] == ["#f-identity"]
        assert get_row(number).status == cases.Status.RETURNED


class TestTheOffice:
    def test_the_book_is_shown_and_taken_home(self, world: World) -> None:
        number = accepted(world)
        hoa = signed_in("hoa")
        agency = get_row(number).competent_agency

        page = hoa.get(f"{DESK}so-theo-doi/", {"co-quan": agency}).context["page"]
        csv, pdf = hoa.get(page.csv_href), hoa.get(page.pdf_href)

        assert [row[0].text for row in page.table.rows] == [number]
        assert number.encode() in csv.content
        assert pdf.content.startswith(b"%PDF")
        assert hoa.get(page.csv_href.replace("/csv/", "/xls/")).status_code == 404

    def test_a_period_without_a_case_says_so(self, world: World) -> None:
        accepted(world)

        page = signed_in("hoa").get(
            f"{DESK}so-theo-doi/", {"tu": "2026-01-01", "den.day": "31", "den.month": "1",
                                    "den.year": "2026"}
        ).context["page"]  # fmt: skip

        assert page.table is None

    def test_what_is_due_says_until_when_an_apology_may_be_sent(self, world: World) -> None:
        number = accepted(world)

        (line,) = signed_in("khanh").get(f"{DESK}sap-den-han/").context["page"].lines

        assert (line.number, line.tone in {"warn", "bad"}) == (number, True)
        assert line.apology

    def test_the_history_tells_exact_times_and_is_narrowed(self, world: World) -> None:
        number = accepted(world)
        hoa = signed_in("hoa")

        whole = hoa.get(f"{DESK}ho-so/{number}/lich-su/").context["page"]
        papers = hoa.get(f"{DESK}ho-so/{number}/lich-su/", {"loai": "papers"}).context["page"]

        assert 0 < len(papers.moments) < len(whole.moments)
        assert "09:00:00, 23/11/2026" in whole.moments[-1].when

    def test_forms_are_printed_on_a4_and_a_control_sheet_is_made(self, world: World) -> None:
        number = accepted(world)
        hoa = signed_in("hoa")
        (paper,) = page_of(hoa, number).papers

        prints = [hoa.get(link.href) for link in paper.prints]
        made = hoa.post(f"{DESK}ho-so/{number}/phieu-kiem-soat/")

        assert [answer.content[:4] for answer in prints] == [b"%PDF", b"%PDF"]
        assert len({answer.content for answer in prints}) == 2
        assert hoa.get(made["Location"]).content.startswith(b"%PDF")

    def test_a_finished_case_tells_its_whole_story(self, world: World) -> None:
        number = accepted(world)
        finish(number, world)

        page = page_of(signed_in("hoa"), number)

        assert page.moments
        assert page.verbs


def _paid_business(world: World) -> str:
    """Return a case with days to go, whose fee is paid."""
    number = make_submitted(applicant=world.binh, procedure=BUSINESS, scenario="individual")
    take_step(number, action="accept", by=world.hoa)
    (order,) = payments.list_orders(subject=number)
    MemoryBank.take_money(reference=order.reference, dong=order.amount.dong)
    payments.poll_order(order_id=order.id)
    run_jobs()
    return number


def _form(page: CasePage) -> StepForm:
    return next(task.form for task in page.tasks if task.form is not None)


def test_the_open_task_of_a_case_is_the_examination(world: World) -> None:
    assert open_task(accepted(world)).post == "processing"

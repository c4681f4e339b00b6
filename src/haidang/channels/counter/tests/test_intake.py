import time

import pytest
from django.test import Client

from haidang.blocks.agencies.testing import WARD
from haidang.blocks.identity import public as identity
from haidang.blocks.outbox.testing import run_jobs
from haidang.channels.counter.tests.counters import (
    CARD,
    INTAKE,
    NEWCOMER,
    begin,
    filled,
    paper_of,
    signed_in,
    upload,
    words_of,
)
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import BIRTH, World
from haidang.engines.scans import separator_text
from haidang.engines.scans.tests.scans import as_jpeg, as_pdf, blank_page, sheet, text_page
from haidang.kernel.actors import system

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoa(world: World) -> Client:
    return signed_in("hoa")


class TestWhoIsHere:
    def test_a_scanned_card_fills_the_person_in(self, hoa: Client) -> None:
        page = hoa.post(INTAKE, {"card": CARD, "_do": "read"}).context["page"]

        values = {field.name: field.value for field in page.person}
        assert (values["personal_id"], values["full_name"]) == ("031194000001", "Nguyễn Thị Lan")
        assert (values["born_on"], values["sex"]) == ("12/05/1994", "female")

    def test_so_does_a_photo_of_the_card(self, hoa: Client) -> None:
        photo = upload(as_jpeg(sheet(CARD)), "the.jpg")

        page = hoa.post(INTAKE, {"card_photo": photo, "_do": "read"}).context["page"]

        assert page.person[0].value == "031194000001"

    def test_a_code_that_is_no_card_is_told(self, hoa: Client) -> None:
        answer = hoa.post(INTAKE, {"card": "https://example.vn", "_do": "read"})

        assert answer.status_code == 422
        assert "không phải là mã QR" in answer.context["page"].faults[0].text

    def test_a_scanner_on_a_vietnamese_keyboard_is_explained(self, hoa: Client) -> None:
        page = hoa.post(
            INTAKE, {"card": CARD.replace("Nguyễn Thị Lan", "Nguyeenx Thij Lan"), "_do": "read"}
        ).context["page"]

        assert "English (US)" in page.hints[0]
        assert page.person[1].value == ""

    def test_everything_missing_is_told_at_once(self, hoa: Client) -> None:
        answer = hoa.post(INTAKE, {"personal_id": "12", "born_on.day": "99", "_do": "begin"})

        assert answer.status_code == 422
        assert len(answer.context["page"].faults) == 4

    def test_a_person_without_an_account_becomes_known(self, world: World, hoa: Client) -> None:
        draft = begin(hoa, card=NEWCOMER)

        person = identity.find_person_by_personal_id(
            "031060000901", actor=system("tests"), purpose="test"
        )
        case = cases.get_case(draft, actor=world.hoa)
        assert person is not None
        assert case.applicant_id == person.id

    def test_another_name_under_a_known_number_is_never_taken_over(self, hoa: Client) -> None:
        sent = {"card": CARD.replace("Lan", "Lam"), "procedure": BIRTH, "_do": "begin"}

        answer = hoa.post(INTAKE, sent)

        assert answer.status_code == 422
        assert "Nguyễn Thị Lan" in answer.context["page"].faults[0].text

    def test_procedures_are_found_by_words(self, hoa: Client) -> None:
        page = hoa.post(INTAKE, {"words": "khai sinh", "_do": "find"}).context["page"]

        assert BIRTH in [choice.value for choice in page.choices]


class TestOneSheet:
    def test_a_crashed_browser_loses_nothing(self, hoa: Client) -> None:
        draft = begin(hoa)
        hoa.post(f"{INTAKE}{draft}/", {"child_name": "Trần An", "_do": "save"})

        page = hoa.get(INTAKE).context["page"]

        assert [link.href for link in page.drafts] == [f"{INTAKE}{draft}/"]
        assert "Trần An" in words_of(hoa.get(f"{INTAKE}{draft}/"))

    def test_what_is_missing_is_listed_once_and_completely(
        self, world: World, hoa: Client
    ) -> None:
        draft = begin(hoa)

        answer = hoa.post(f"{INTAKE}{draft}/", {"_do": "accept"})

        wrong = cases.review_case(draft, actor=world.hoa).problems
        assert answer.status_code == 422
        assert len(answer.context["page"].faults) == len(wrong)

    def test_one_form_one_button_one_receipt(self, world: World, hoa: Client) -> None:
        draft = begin(hoa)

        answer = hoa.post(f"{INTAKE}{draft}/", filled(_do="accept"))
        waiting = hoa.get(answer["Location"])
        run_jobs()
        page = hoa.get(answer["Location"]).context["page"]
        pdf = hoa.get(page.receipt)

        assert waiting["Refresh"] == "1"
        assert page.due
        assert pdf["Content-Type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF")

    def test_missing_papers_are_asked_for_by_form_02(self, world: World, hoa: Client) -> None:
        draft = begin(hoa)

        answer = hoa.post(f"{INTAKE}{draft}/", {"_do": "ask", "reason": "Tờ khai chưa đủ."})
        run_jobs()

        number = answer["Location"].rstrip("/").rpartition("/")[2]
        case = cases.get_case(number, actor=world.hoa)
        assert [one.kind for one in case.documents] == ["mau_02"]

    def test_form_02_wants_a_reason(self, hoa: Client) -> None:
        draft = begin(hoa)

        assert hoa.post(f"{INTAKE}{draft}/", {"_do": "ask"}).status_code == 422

    def test_the_person_completes_it_at_the_counter(self, world: World, hoa: Client) -> None:
        draft = begin(hoa)
        hoa.post(f"{INTAKE}{draft}/", {"_do": "ask", "reason": "Tờ khai chưa đủ."})

        answer = hoa.post(f"{INTAKE}{draft}/", filled(_do="accept"))

        case = cases.get_case(draft, actor=world.hoa)
        assert answer.status_code == 302
        assert case.accepted_at is not None

    def test_it_is_quick(self, world: World, hoa: Client) -> None:
        """From the scanned card to the signed receipt, all machine time, four pages scanned."""
        scans = upload(as_pdf(sheet(separator_text("birth_notice")), text_page(), text_page()))
        started = time.perf_counter()

        draft = begin(hoa)
        hoa.post(f"{INTAKE}{draft}/", filled(_do="stack", stack=scans))
        answer = hoa.post(f"{INTAKE}{draft}/", filled(_do="accept"))
        run_jobs()
        page = hoa.get(answer["Location"]).context["page"]

        assert page.receipt
        assert time.perf_counter() - started < 60


class TestStack:
    def send(self, client: Client, draft: object, *files: object) -> str:
        answer = client.post(f"{INTAKE}{draft}/", {"_do": "stack", "stack": list(files)})
        assert answer.status_code == 302
        return str(answer["Location"])

    def test_sheets_that_name_every_paper_need_no_second_look(
        self, world: World, hoa: Client
    ) -> None:
        draft = begin(hoa)
        named = sheet(separator_text("birth_notice"))

        where = self.send(hoa, draft, upload(as_pdf(named, text_page(), text_page())))

        (paper,) = cases.get_case(draft, actor=world.hoa).evidence
        assert where == f"{INTAKE}{draft}/"
        assert paper.key == "birth_notice"
        assert paper_of(paper)["kept"] == "copy"

    def test_other_stacks_are_split_by_hand(self, world: World, hoa: Client) -> None:
        draft = begin(hoa)
        where = self.send(
            hoa, draft, upload(as_pdf(text_page(), blank_page(), text_page())),
            upload(as_jpeg(text_page()), "anh.jpg"),
        )  # fmt: skip
        page = hoa.get(where).context["page"]
        assert [(row.first.value, row.last.value) for row in page.rows[:2]] == [
            ("1", "1"),
            ("3", "4"),
        ]

        rows = {
            "rows": "2", "first.0": "1", "last.0": "3", "key.0": "birth_notice",
            "kept.0": "shown", "first.1": "4", "last.1": "4",
        }  # fmt: skip
        hoa.post(where, rows)

        (paper,) = cases.get_case(draft, actor=world.hoa).evidence
        assert paper_of(paper)["kept"] == "shown"
        assert hoa.get(f"{INTAKE}{draft}/").context["page"].waiting == ()

    @pytest.mark.parametrize(
        "row",
        [
            {"key.0": ""},
            {"first.0": "3", "last.0": "1"},
            {"last.0": "9"},
            {"first.0": "x"},
            {"key.0": "passport"},
        ],
    )
    def test_a_splitting_that_cannot_be_is_told(self, hoa: Client, row: dict[str, str]) -> None:
        draft = begin(hoa)
        where = self.send(hoa, draft, upload(as_pdf(text_page(), text_page())))
        right = {"rows": "1", "first.0": "1", "last.0": "2", "key.0": "birth_notice"}

        answer = hoa.post(where, {**right, **row})

        assert answer.status_code == 422
        assert answer.context["page"].faults

    def test_a_page_is_shown_small(self, hoa: Client) -> None:
        draft = begin(hoa)
        where = self.send(hoa, draft, upload(as_pdf(text_page(), blank_page())))

        picture = hoa.get(f"{where}trang/1/")

        assert picture["Content-Type"] == "image/jpeg"
        assert picture["Cache-Control"] == "private, no-store"

    def test_a_broken_file_is_named_and_the_answers_are_kept(
        self, world: World, hoa: Client
    ) -> None:
        draft = begin(hoa)
        sent = {"_do": "stack", "stack": upload(b"%PDF-1.4 broken", "hong.pdf")}

        answer = hoa.post(f"{INTAKE}{draft}/", {**sent, "child_name": "Trần An"})

        assert answer.status_code == 422
        assert "hong.pdf" in words_of(answer)
        assert cases.get_case(draft, actor=world.hoa).answers["child_name"] == "Trần An"

    def test_a_file_is_taken_away_again(self, world: World, hoa: Client) -> None:
        draft = begin(hoa)
        named = sheet(separator_text("birth_notice"))
        self.send(hoa, draft, upload(as_pdf(named, text_page())))
        (paper,) = cases.get_case(draft, actor=world.hoa).evidence

        hoa.post(f"{INTAKE}{draft}/", {"_remove_paper": str(paper.id)})

        assert cases.get_case(draft, actor=world.hoa).evidence == ()

    def test_where_text_recognition_is_missing_the_page_says_so(self, hoa: Client) -> None:
        page = hoa.get(f"{INTAKE}{begin(hoa)}/").context["page"]

        assert "ocr" in page.reading

    def test_separator_sheets_are_printed_for_each_paper(self, hoa: Client) -> None:
        page = hoa.get(f"{INTAKE}to-phan-cach/?thu-tuc={BIRTH}").context["page"]

        assert separator_text("birth_notice") in [one.payload for one in page.sheets]


class TestWhoMay:
    def test_leaders_and_officers_elsewhere_do_not_see_the_intake(self, hoa: Client) -> None:
        draft = begin(hoa)

        assert signed_in("khanh").get(INTAKE).status_code == 403
        assert signed_in("tuan").get(f"{INTAKE}{draft}/").status_code == 404
        assert Client().get(INTAKE).status_code == 302

    def test_the_ward_of_the_counter_is_proposed(self, hoa: Client) -> None:
        assert hoa.get(INTAKE).context["page"].unit.value == WARD

from uuid import UUID

import pytest
from pytest_django import Settings

from haidang.blocks.agencies.testing import WARD, WARD_CENTRE
from haidang.blocks.audit import public as audit
from haidang.blocks.identity import public as identity
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.signing import public as signing
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    BIRTH,
    BUSINESS,
    CITY,
    SAMPLE_PDF,
    World,
    get_row,
    id_of,
    scenario_answers,
)
from haidang.engines.scans import bind_files
from haidang.engines.scans.tests.scans import as_pdf, text_page
from haidang.kernel.actors import Actor, system
from haidang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db

CENTRE_ELSEWHERE = "H24.165.01"


@pytest.fixture(autouse=True)
def _no_text_reader(settings: Settings) -> None:
    settings.SCANNING_PROVIDERS = {"text": "haidang.blocks.scanning.testing.NoReader"}


def begin(world: World, *, applicant: UUID | None = None, filled: bool = True) -> UUID:
    """Return a draft that Hoa takes down at the counter."""
    draft = cases.start_at_counter(
        procedure=BIRTH,
        unit=WARD,
        agency=WARD_CENTRE,
        applicant_id=applicant or id_of(world.lan),
        city=CITY,
        actor=world.hoa,
    )
    if filled:
        cases.save_answers(draft, answers=scenario_answers(BIRTH, "on-time"), actor=world.hoa)
    return draft


def add_paper(draft: UUID, *, actor: Actor, content: bytes = SAMPLE_PDF) -> UUID:
    return cases.attach_paper(
        draft,
        key="birth_notice",
        name="chung-sinh.pdf",
        content=content,
        kept="shown",
        actor=actor,
    )


def text_state(number: str) -> str:
    (row,) = get_row(number).evidence.all()
    return str(row.content["paper"]["text"])


class TestTakingDown:
    def test_a_person_leaves_with_a_number_a_date_and_a_receipt(self, world: World) -> None:
        taken = cases.take_in_at_counter(begin(world), actor=world.hoa)
        run_jobs()

        case = cases.get_case(taken.number, actor=world.lan)
        assert (case.channel, case.status) == ("counter", "4")
        assert taken.due_at == case.due.due_at
        assert [paper.kind for paper in case.documents][:1] == ["mau_01"]
        assert case.documents[0].signatures == 1

    def test_a_person_without_an_account_is_served(self, world: World) -> None:
        given = identity.PersonInput(personal_id="031060000901", full_name="Nguyễn Văn Cũ")
        person = identity.register_person(given, actor=world.hoa, source="counter")

        taken = cases.take_in_at_counter(begin(world, applicant=person), actor=world.hoa)
        run_jobs()

        assert get_row(taken.number).applicant_name == "Nguyễn Văn Cũ"

    def test_the_officer_stands_in_the_audit(self, world: World) -> None:
        draft = begin(world)
        taken = cases.take_in_at_counter(draft, actor=world.hoa)

        entries = audit.list_entries(subject=taken.number)
        started = audit.list_entries(subject=str(draft))
        assert {entry.actor_name for entry in entries} == {world.hoa.name}
        assert "case.taken_at_counter" in [entry.code for entry in entries]
        assert started[0].code == "case.counter_started"

    def test_everything_wrong_is_said_at_once_and_nothing_is_lost(self, world: World) -> None:
        draft = begin(world, filled=False)

        with pytest.raises(cases.AnswersRefused) as refused:
            cases.take_in_at_counter(draft, actor=world.hoa)

        assert len(refused.value.problems) > 1
        assert [one.id for one in cases.list_counter_drafts(actor=world.hoa)] == [draft]

    def test_what_is_missing_is_asked_for_once_by_mau_02(self, world: World) -> None:
        draft = begin(world, filled=False)
        cases.save_answers(draft, answers={"child_name": "An"}, actor=world.hoa)
        missing = list(cases.review_case(draft, actor=world.hoa).problems)

        number = cases.ask_at_counter(draft, reason="Tờ khai chưa đủ.", actor=world.hoa)
        run_jobs()

        case = cases.get_case(number, actor=world.lan)
        asked = case.supplements[0].items
        assert len(asked) == len(missing)
        assert all(item.clause and item.place.startswith("/") for item in asked)
        assert case.answers["child_name"] == "An"
        assert "mau_02" in [paper.kind for paper in case.documents]

    def test_the_person_comes_back_to_the_counter_with_the_rest(self, world: World) -> None:
        number = cases.ask_at_counter(
            begin(world, filled=False), reason="Tờ khai chưa đủ.", actor=world.hoa
        )
        draft = get_row(number).id

        cases.save_answers(draft, answers=scenario_answers(BIRTH, "on-time"), actor=world.hoa)
        cases.answer_supplement(number, actor=world.hoa)
        run_jobs()
        cases.accept_case(number, actor=world.hoa)

        assert get_row(number).accepted_at is not None

    def test_nothing_missing_is_no_reason_to_ask(self, world: World) -> None:
        with pytest.raises(cases.ReasonMissing):
            cases.ask_at_counter(begin(world), reason="Thiếu giấy tờ.", actor=world.hoa)


class TestWhoMay:
    def test_only_reception_officers_of_the_counter(self, world: World) -> None:
        for actor in (world.tuan, world.lan, world.khanh):
            with pytest.raises(NotAllowed):
                cases.start_at_counter(
                    procedure=BIRTH, unit=WARD, agency=WARD_CENTRE,
                    applicant_id=id_of(world.lan), city=CITY, actor=actor,
                )  # fmt: skip

    def test_others_do_not_know_of_the_draft(self, world: World) -> None:
        draft = begin(world)

        for actor in (world.tuan, world.binh, world.khanh):
            with pytest.raises(cases.CaseUnknown):
                cases.take_in_at_counter(draft, actor=actor)

    def test_the_person_sees_it_but_only_the_officer_hands_it_in(self, world: World) -> None:
        draft = begin(world)

        assert cases.get_case(draft, actor=world.lan).status == "draft"
        with pytest.raises(cases.NotYourCase):
            cases.take_in_at_counter(draft, actor=world.lan)

    def test_a_counter_elsewhere_takes_in_what_is_received_nationwide(self, world: World) -> None:
        draft = cases.start_at_counter(
            procedure=BIRTH, unit=WARD, agency=CENTRE_ELSEWHERE,
            applicant_id=id_of(world.lan), city=CITY, actor=world.tuan,
        )  # fmt: skip

        case = cases.get_case(draft, actor=world.tuan)
        assert (case.receiving_agency, case.competent_agency) == (CENTRE_ELSEWHERE, "H24.182")

    def test_a_counter_elsewhere_refuses_what_is_not(self, world: World) -> None:
        with pytest.raises(cases.NotReceivedHere):
            cases.start_at_counter(
                procedure=BUSINESS, unit=WARD, agency=CENTRE_ELSEWHERE,
                applicant_id=id_of(world.lan), city=CITY, actor=world.tuan,
            )  # fmt: skip


class TestPapers:
    def test_where_words_cannot_be_read_the_paper_stays_a_picture(self, world: World) -> None:
        draft = begin(world)
        add_paper(draft, actor=world.hoa)

        taken = cases.take_in_at_counter(draft, actor=world.hoa)
        run_jobs()

        assert text_state(taken.number) == "unavailable"

    def test_a_reader_that_loses_a_page_changes_nothing(
        self, world: World, settings: Settings
    ) -> None:
        settings.SCANNING_PROVIDERS = {"text": "haidang.blocks.scanning.testing.PageEater"}
        draft = begin(world)
        add_paper(draft, actor=world.hoa, content=as_pdf(text_page(), text_page()))
        before = cases.get_case(draft, actor=world.hoa).evidence[0].sha256

        taken = cases.take_in_at_counter(draft, actor=world.hoa)
        run_jobs()

        assert text_state(taken.number) == "failed"
        assert cases.get_case(taken.number, actor=world.hoa).evidence[0].sha256 == before

    def test_what_was_read_is_signed_by_the_unit_that_scanned(
        self, world: World, settings: Settings
    ) -> None:
        settings.SCANNING_PROVIDERS = {"text": "haidang.blocks.scanning.testing.PlainReader"}
        draft = begin(world)
        scanned = bind_files([("quet.pdf", as_pdf(text_page(), text_page()))])
        add_paper(draft, actor=world.hoa, content=scanned)

        taken = cases.take_in_at_counter(draft, actor=world.hoa)
        run_jobs()
        run_jobs()

        (row,) = get_row(taken.number).evidence.all()
        assert row.content["paper"]["pages"] == 2
        assert row.file_id is not None
        pdf = vault.read_file(row.file_id, actor=system("tests"), purpose="test")
        report = signing.verify_document(pdf)
        assert [(check.intact, check.holder_code) for check in report.signatures] == [
            (True, WARD_CENTRE)
        ]
        (told,) = [
            entry
            for entry in audit.list_entries(subject=taken.number)
            if entry.code == "case.paper_digitised"
        ]
        assert told.facts["signed_by"] == WARD_CENTRE

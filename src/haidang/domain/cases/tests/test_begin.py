"""Where a case is handed in, decided and fetched; for whom one may apply, and by what right."""

from datetime import date, datetime

import pytest

from haidang.blocks.agencies.testing import (
    OTHER_CENTRE,
    OTHER_WARD,
    WARD,
    WARD_CENTRE,
    WARD_COMMITTEE,
)
from haidang.blocks.identity import public as identity
from haidang.blocks.identity.testing import BINH_ID
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    ACTOR,
    BIRTH,
    BUSINESS,
    CITY,
    World,
    add_file,
    finish,
    get_row,
    id_of,
    make_submitted,
    scenario_answers,
    take_step,
)
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.actors import Actor
from haidang.kernel.errors import HaidangError

pytestmark = pytest.mark.django_db

PRINCIPAL = cases.Principal(
    personal_id=BINH_ID, full_name="Lê Văn Bình", relation="Anh", born_on=date(1988, 2, 20)
)


def begin(
    actor: Actor, *, procedure: str = BIRTH, receive_by: str = "vault", **more: object
) -> str:
    """Begin and hand in a birth with the choices of a test."""
    draft = cases.start_draft(
        procedure=procedure,
        unit=WARD,
        city=CITY,
        channel="online",
        actor=actor,
        **more,  # type: ignore[arg-type]  # what a test gives
    )
    cases.save_answers(
        draft,
        answers={**scenario_answers(procedure, "on-time"), "receive_by": receive_by},
        actor=actor,
    )
    if "principal" in more:
        add_file(draft, key="mandate", actor=actor)
    return cases.submit_case(draft, actor=actor).case_number


class TestThreePlaces:
    def test_a_case_may_be_handed_in_at_any_centre_and_fetched_at_another(
        self, world: World
    ) -> None:
        number = begin(world.lan, receiving=OTHER_CENTRE, return_agency=WARD_CENTRE)

        case = get_row(number)
        assert (case.receiving_agency, case.competent_agency, case.return_agency) == (
            OTHER_CENTRE, WARD_COMMITTEE, WARD_CENTRE,
        )  # fmt: skip
        assert number.startswith(OTHER_CENTRE)
        (task,) = worklist.list_open_tasks_of(number)
        assert task.agency == OTHER_CENTRE

    def test_the_result_is_given_where_the_person_asked(self, world: World) -> None:
        number = begin(
            world.lan, receiving=OTHER_CENTRE, return_agency=WARD_CENTRE, receive_by="counter"
        )
        take_step(number, action="accept", by=world.tuan)
        for officer in (world.hoa, world.khanh, world.mai):
            take_step(number, action="approve", by=officer)

        (task,) = worklist.list_open_tasks_of(number)

        assert (task.post, task.agency) == ("return", WARD_CENTRE)
        receipt = get_row(number).documents.get(kind="mau_01")
        assert "Thuỷ Nguyên" in receipt.data["receive_at"]

    def test_the_clock_starts_when_the_competent_agency_has_it(self, world: World) -> None:
        late = datetime(2026, 11, 23, 15, 30, tzinfo=clock.VIETNAM)
        number = begin(world.lan, receiving=OTHER_CENTRE)
        here = begin(world.lan)
        with clock.stopped_at(late):
            take_step(number, action="accept", by=world.tuan)
            take_step(here, action="accept", by=world.hoa)

        case = get_row(number)
        assert case.forward_by is not None
        assert "không phụ thuộc địa giới" in case.due_reasons[0]["vi"]
        assert case.due_at is not None
        assert case.due_at >= case.forward_by
        assert "không phụ thuộc địa giới" not in str(get_row(here).due_reasons)

    def test_what_is_not_offered_everywhere_is_received_at_its_own_place(
        self, world: World
    ) -> None:
        places = cases.places_for(procedure=BUSINESS, city=CITY, unit=WARD)
        assert places.offered == (WARD_CENTRE,)
        with pytest.raises(HaidangError):
            cases.start_draft(
                procedure=BUSINESS, unit=WARD, city=CITY, channel="online",
                receiving=OTHER_CENTRE, actor=world.lan,
            )  # fmt: skip
        other = cases.places_for(procedure=BIRTH, city=CITY, unit=OTHER_WARD)
        assert {WARD_CENTRE, OTHER_CENTRE} <= set(other.offered)
        assert other.usual == OTHER_CENTRE


class TestPaperMandate:
    def test_a_representative_acts_in_this_case_only_and_learns_nothing_else(
        self, world: World
    ) -> None:
        number = begin(world.lan, principal=PRINCIPAL)

        case = cases.get_case(number, actor=world.lan)
        assert case.applicant["full_name"] == "Lê Văn Bình"
        assert "phone" not in {key for key, value in case.applicant.items() if value}
        assert cases.get_case(number, actor=world.binh).number == number
        with pytest.raises(HaidangError):
            vault.list_documents(id_of(world.binh), actor=world.lan)
        with pytest.raises(cases.CaseUnknown):
            cases.get_case(number, actor=world.minh)

    def test_the_receipt_names_the_representative_and_the_paper(self, world: World) -> None:
        number = begin(world.lan, principal=PRINCIPAL)
        take_step(number, action="accept", by=world.hoa)
        run_jobs()

        receipt = get_row(number).documents.get(kind="mau_01")
        assert receipt.data["applicant"]["name"] == "Lê Văn Bình"
        assert receipt.data["representative"]["name"] == "Nguyễn Thị Lan"
        assert receipt.data["representative"]["paper"] == "Văn bản uỷ quyền nộp kèm hồ sơ"
        name, content = cases.read_document(number, document_id=receipt.id, actor=world.lan)
        assert content.startswith(b"%PDF")
        assert name.startswith(number)

    def test_the_person_represented_ends_it(self, world: World) -> None:
        number = begin(world.lan, principal=PRINCIPAL)
        with pytest.raises(cases.NotYourCase):
            cases.revoke_paper_mandate(number, actor=world.lan)

        cases.revoke_paper_mandate(number, actor=world.binh)

        with pytest.raises(cases.CaseUnknown):
            cases.get_case(number, actor=world.lan)
        assert cases.get_case(number, actor=world.binh).number == number
        with pytest.raises(cases.IllegalStatus):
            cases.revoke_paper_mandate(number, actor=world.binh)

    def test_data_that_do_not_fit_the_number_begin_nothing(self, world: World) -> None:
        wrong = cases.Principal(personal_id=BINH_ID, full_name="Lê Văn Ba", relation="Anh")
        with pytest.raises(cases.PrincipalUnclear):
            begin(world.lan, principal=wrong)

    def test_what_may_not_be_delegated_is_not(self, world: World) -> None:
        with pytest.raises(cases.DelegationForbidden):
            cases.start_draft(
                procedure="3.000347", unit=WARD, city=CITY, channel="online",
                principal=PRINCIPAL, actor=world.lan,
            )  # fmt: skip

    def test_the_paper_itself_must_be_handed_in(self, world: World) -> None:
        draft = cases.start_draft(
            procedure=BIRTH, unit=WARD, city=CITY, channel="online",
            principal=PRINCIPAL, actor=world.lan,
        )  # fmt: skip
        cases.save_answers(draft, answers=scenario_answers(BIRTH, "on-time"), actor=world.lan)
        with pytest.raises(cases.AnswersRefused) as refused:
            cases.submit_case(draft, actor=world.lan)
        assert refused.value.problems[0].path == "/evidence/mandate"


class TestOrganization:
    def organization(self, world: World) -> identity.OrganizationId:
        return identity.register_organization(
            tax_code="0299999995",
            name="Công ty TNHH Cảng Mẫu",
            representative_id=id_of(world.binh),
            address={"province": "31", "ward": WARD, "detail": "Số 1"},
            phone="0225000001",
            actor=ACTOR,
        )

    def signed_in(self, world: World) -> Actor:
        account = identity.find_account_of_person(id_of(world.binh))
        assert account is not None
        return identity.actor_for_account(account)

    def test_its_legal_representative_applies_and_its_vault_gets_the_result(
        self, world: World
    ) -> None:
        body = self.organization(world)
        binh = self.signed_in(world)

        number = begin(binh, organization_id=body)
        take_step(number, action="accept", by=world.hoa)
        finish(number, world)

        case = get_row(number)
        assert (case.applicant_name, case.organization_id) == ("Công ty TNHH Cảng Mẫu", body)
        receipt = case.documents.get(kind="mau_01").data
        assert (receipt["applicant"]["kind"], receipt["applicant"]["id"]) == (
            "organization", "0299999995",
        )  # fmt: skip
        assert receipt["representative"]["paper"] == "Người đại diện theo pháp luật"
        (kept,) = vault.list_documents(body, actor=binh)
        assert kept.case_number == number
        assert not vault.list_documents(id_of(binh), actor=binh)

    def test_only_those_who_stand_for_it_may(self, world: World) -> None:
        body = self.organization(world)
        for stranger in (world.lan, world.minh):
            with pytest.raises(cases.NotYourCase):
                begin(stranger, organization_id=body)

    def test_everybody_who_stands_for_it_sees_its_cases(self, world: World) -> None:
        body = self.organization(world)
        binh = self.signed_in(world)
        number = begin(binh, organization_id=body)
        identity.grant_representation(
            principal_id=body, representative_id=id_of(world.minh), scopes=[BIRTH], actor=binh
        )
        account = identity.find_account_of_person(id_of(world.minh))
        assert account is not None
        minh = identity.actor_for_account(account)

        listed = cases.list_my_cases(actor=minh, organization_id=body).cases
        assert [case.number for case in listed] == [number]
        assert [one.name for one in identity.list_organizations(minh)] == ["Công ty TNHH Cảng Mẫu"]
        assert make_submitted(applicant=binh)
        assert len(cases.list_my_cases(actor=binh, organization_id=body).cases) == 1

"""What a register knows is filled in while the person fills in the form."""

import pytest

from haidang.blocks.agencies.testing import WARD
from haidang.blocks.exchange.testing import MemoryRegister
from haidang.domain.cases import public as cases
from haidang.domain.cases.models import Case, Evidence
from haidang.domain.cases.testing import BIRTH, CITY, World, add_file, sample_record
from haidang.domain.cases.tests.following import codes_of
from haidang.domain.catalog import public as catalog
from haidang.kernel.actors import Actor
from haidang.kernel.errors import ProviderUnavailable
from haidang.kernel.events import JSON

pytestmark = pytest.mark.django_db

SERVICE = "health.birth_notice"
NUMBER = "CS-MAU-2026-0001"
DEATH = "1.000656"
DRIVER = "3.000347"


@pytest.fixture(autouse=True)
def _register(providers: None) -> None:
    MemoryRegister.reset({"found": True, "record": sample_record(SERVICE)})


def draft_of(actor: Actor, *, procedure: str = BIRTH, **answers: JSON) -> cases.CaseId:
    draft = cases.start_draft(
        procedure=procedure, unit=WARD, city=CITY, channel="online", actor=actor
    )
    cases.save_answers(draft, answers=answers, actor=actor)
    return draft


def licence_draft_of(actor: Actor, *, holder: str) -> cases.CaseId:
    """Return a draft of a procedure whose agency the small city of the tests does not have."""
    draft = draft_of(actor, holder_personal_id=holder, licence_class="B")
    revision = catalog.current_revision(DRIVER)
    Case.objects.filter(pk=draft).update(procedure=DRIVER, revision_id=revision.id)
    return draft


def row_of(draft: cases.CaseId) -> Case:
    return Case.objects.get(pk=draft)


class TestFetchData:
    def test_a_notice_fills_in_the_child_and_the_parents(self, world: World) -> None:
        draft = draft_of(world.lan, birth_notice_number=NUMBER)

        fetched = cases.fetch_data(draft, service=SERVICE, actor=world.lan)

        answers = row_of(draft).answers
        assert answers["child_name"] == "Trần Nguyễn Hải An"
        assert (answers["child_born_on"], answers["child_sex"]) == ("2026-11-10", "female")
        assert (answers["mother_name"], answers["father_name"]) == (
            "Nguyễn Thị Lan",
            "Trần Văn Minh",
        )
        assert fetched.filled.items() <= answers.items()
        assert (len(fetched.filled), fetched.differing) == (11, ())

    def test_the_register_is_asked_as_the_process_will_ask(self, world: World) -> None:
        draft = draft_of(world.lan, birth_notice_number=NUMBER, mother_personal_id="031194000001")

        cases.fetch_data(draft, service=SERVICE, actor=world.lan)

        (asked,) = MemoryRegister.asked
        assert (asked["service"], asked["case"]) == (SERVICE, str(draft))
        assert asked["number"] == NUMBER
        assert asked["mother_personal_id"] == "031194000001"

    def test_what_a_person_typed_stays_and_is_told(self, world: World) -> None:
        draft = draft_of(
            world.lan,
            birth_notice_number=NUMBER,
            child_name="Trần Hải An",
            child_sex="female",
            child_birth_place="",
        )

        fetched = cases.fetch_data(draft, service=SERVICE, actor=world.lan)

        answers = row_of(draft).answers
        assert answers["child_name"] == "Trần Hải An"
        assert answers["child_birth_place"].startswith("Bệnh viện Phụ sản")
        assert fetched.differing == ("child_name",)
        assert not {"child_name", "child_sex"} & fetched.filled.keys()

    def test_the_record_is_kept_once_as_evidence(self, world: World) -> None:
        draft = draft_of(world.lan, birth_notice_number=NUMBER)

        cases.fetch_data(draft, service=SERVICE, actor=world.lan)
        again = cases.fetch_data(draft, service=SERVICE, actor=world.lan)

        (kept,) = cases.get_case(draft, actor=world.lan).evidence
        assert (kept.key, kept.source) == ("birth_notice", SERVICE)
        assert kept.content["record"] == sample_record(SERVICE)
        assert again.filled == {}
        codes = codes_of(str(draft))
        assert (codes.count("case.data_fetched"), codes.count("case.evidence_added")) == (2, 1)

    def test_another_notice_takes_the_place_of_the_first(self, world: World) -> None:
        draft = draft_of(world.lan, birth_notice_number=NUMBER)
        cases.fetch_data(draft, service=SERVICE, actor=world.lan)
        MemoryRegister.reset({"found": True, "record": sample_record(SERVICE, 1)})

        fetched = cases.fetch_data(draft, service=SERVICE, actor=world.lan)

        assert "child_name" in fetched.differing
        (kept,) = cases.get_case(draft, actor=world.lan).evidence
        assert kept.content["record"] == sample_record(SERVICE, 1)
        assert Evidence.objects.filter(case_id=draft).count() == 2

    def test_an_uploaded_paper_stays_beside_the_record(self, world: World) -> None:
        draft = draft_of(world.lan, birth_notice_number=NUMBER)
        add_file(draft, key="birth_notice", actor=world.lan)

        cases.fetch_data(draft, service=SERVICE, actor=world.lan)

        sources = {one.source for one in cases.get_case(draft, actor=world.lan).evidence}
        assert sources == {"upload", SERVICE}


class TestWhenThereIsNothingToFillIn:
    def test_what_is_not_found_says_what_to_do(self, world: World) -> None:
        MemoryRegister.reset({"found": False})
        draft = draft_of(world.lan, birth_notice_number="CS-KHONG-CO")

        with pytest.raises(cases.DataNotFound) as refused:
            cases.fetch_data(draft, service=SERVICE, actor=world.lan)

        (problem,) = refused.value.problems
        assert (problem.code, problem.path) == ("cases.data_not_found", "/birth_notice_number")
        assert "upload the paper" in problem.hint["en"]
        assert list(cases.get_case(draft, actor=world.lan).evidence) == []

    def test_without_a_number_nobody_is_asked(self, world: World) -> None:
        draft = draft_of(world.lan)

        with pytest.raises(cases.DataNotFound) as refused:
            cases.fetch_data(draft, service=SERVICE, actor=world.lan)

        assert [one.code for one in refused.value.problems] == ["cases.data_incomplete"]
        assert MemoryRegister.asked == []

    def test_a_silent_register_changes_nothing(self, world: World) -> None:
        draft = draft_of(world.lan, birth_notice_number=NUMBER, child_name="Trần Hải An")
        before = row_of(draft).answers
        MemoryRegister.faults.extend(["down"] * 3)

        with pytest.raises(ProviderUnavailable):
            cases.fetch_data(draft, service=SERVICE, actor=world.lan)

        assert row_of(draft).answers == before
        assert "case.data_fetched" not in codes_of(str(draft))
        assert cases.fetch_data(draft, service=SERVICE, actor=world.lan).filled

    def test_a_refusing_register_is_like_one_that_knows_nothing(self, world: World) -> None:
        draft = draft_of(world.lan, birth_notice_number=NUMBER)
        MemoryRegister.faults.append("refuse")

        with pytest.raises(cases.DataNotFound):
            cases.fetch_data(draft, service=SERVICE, actor=world.lan)


class TestWhoMayKnow:
    def test_a_stranger_learns_nothing_by_the_number_alone(self, world: World) -> None:
        draft = draft_of(world.binh, birth_notice_number=NUMBER)

        with pytest.raises(cases.DataNotFound):
            cases.fetch_data(draft, service=SERVICE, actor=world.binh)

        assert "child_name" not in row_of(draft).answers
        assert list(cases.get_case(draft, actor=world.binh).evidence) == []

    def test_a_relative_names_the_mother_as_well(self, world: World) -> None:
        draft = draft_of(world.binh, birth_notice_number=NUMBER, mother_personal_id="031194000001")

        assert cases.fetch_data(draft, service=SERVICE, actor=world.binh).filled

    def test_only_parties_fetch_for_a_case(self, world: World) -> None:
        draft = draft_of(world.lan, birth_notice_number=NUMBER)

        for somebody in (world.binh, world.hoa):
            with pytest.raises(cases.CaseUnknown):
                cases.fetch_data(draft, service=SERVICE, actor=somebody)
        assert MemoryRegister.asked == []

    @pytest.mark.parametrize("service", ["civil.extract", "health.death_notice", "nothing"])
    def test_only_the_forms_own_registers_are_asked(self, world: World, service: str) -> None:
        draft = draft_of(world.lan, birth_notice_number=NUMBER)

        with pytest.raises(cases.ServiceNotAsked):
            cases.fetch_data(draft, service=service, actor=world.lan)


class TestOtherProcedures:
    def test_a_death_notice_fills_in_the_deceased(self, world: World) -> None:
        MemoryRegister.reset({"found": True, "record": sample_record("health.death_notice")})
        draft = draft_of(
            world.lan,
            procedure=DEATH,
            death_notice_number="BT-MAU-2026-0001",
            deceased_personal_id="031041000031",
        )

        fetched = cases.fetch_data(draft, service="health.death_notice", actor=world.lan)

        assert (fetched.filled["deceased_name"], fetched.filled["deceased_sex"]) == (
            "Nguyễn Văn Phúc",
            "male",
        )
        assert fetched.filled["died_on"] == "2026-11-15"

    def test_a_drivers_own_certificate_is_found_by_the_person(self, world: World) -> None:
        MemoryRegister.reset({"found": True, "record": sample_record("health.driver_certificate")})
        draft = licence_draft_of(world.binh, holder="031088000003")

        fetched = cases.fetch_data(draft, service="health.driver_certificate", actor=world.binh)

        assert fetched.filled == {"health_number": "KSK-MAU-2026-0001"}
        (kept,) = cases.get_case(draft, actor=world.binh).evidence
        assert kept.source == "health.driver_certificate"

    def test_nobody_elses_certificate_is_shown(self, world: World) -> None:
        MemoryRegister.reset({"found": True, "record": sample_record("health.driver_certificate")})
        draft = licence_draft_of(world.lan, holder="031088000003")

        with pytest.raises(cases.DataNotFound):
            cases.fetch_data(draft, service="health.driver_certificate", actor=world.lan)

    @pytest.mark.parametrize(
        ("procedure", "fields"),
        [
            (BIRTH, ["birth_notice_number", "mother_personal_id"]),
            (DEATH, ["death_notice_number", "deceased_personal_id"]),
            (DRIVER, ["health_number"]),
            ("2.000635", []),
            ("1.001612", []),
        ],
    )
    def test_the_questions_with_a_button(
        self, world: World, procedure: str, fields: list[str]
    ) -> None:
        package = catalog.current_revision(procedure).package

        assert list(cases.fetchable_fields(package)) == fields

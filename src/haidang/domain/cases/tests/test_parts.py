"""One form, several procedures: each part has its own number, agency, clock and result."""

from dataclasses import replace
from datetime import datetime

import pytest

from haidang.blocks.agencies import public as agencies
from haidang.blocks.agencies.testing import WARD, WARD_COMMITTEE, sample_city
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.signing import public as signing
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    ACTOR,
    World,
    get_row,
    id_of,
    make_submitted,
    take_step,
)
from haidang.domain.cases.tests.following import codes_of
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.actors import Actor

pytestmark = pytest.mark.django_db

JOINT = "3.000722"
POLICE = "G01.31.182"
INSURANCE = "G12.31.BH.01"
POSTS = ("processing", "leader", "clerk")


@pytest.fixture
def staff(world: World) -> dict[str, Actor]:
    """Add the police of the ward and social insurance to the city, each with one officer."""
    city = sample_city()
    new = {POLICE: ("commune_police", WARD), INSURANCE: ("social_insurance", "")}
    bodies = tuple(
        agencies.AgencyInput(
            code=code, name=f"Cơ quan {kind}", kind=kind, unit_code=unit,
            valid_from=city.units[0].valid_from,
        )
        for code, (kind, unit) in new.items()
    )  # fmt: skip
    officers = tuple(
        agencies.OfficerInput(
            code=f"all-{code}",
            name=f"Cán bộ {code}",
            assignments=tuple(
                agencies.AssignmentInput(
                    agency=code, post=post, from_at=datetime(2025, 7, 1, tzinfo=clock.VIETNAM)
                )
                for post in POSTS
            ),
        )
        for code in new
    )
    agencies.install_city(
        replace(city, agencies=(*city.agencies, *bodies), officers=(*city.officers, *officers)),
        actor=ACTOR,
    )
    found = {code: _actor(f"all-{code}") for code in new}
    for code, actor in found.items():
        person = signing.Holder(kind="person", code=actor.id)
        signing.enrol_sample_holder(person, name=actor.name, actor=ACTOR)
        body = signing.Holder(kind="agency", code=code)
        signing.enrol_sample_holder(body, name=code, actor=ACTOR)
    return found


def _actor(code: str) -> Actor:
    officer = agencies.find_officer_by_code(code)
    assert officer is not None
    return Actor(
        kind="officer", id=str(officer.id), name=officer.name,
        duties=agencies.duties_of(officer.id),
    )  # fmt: skip


def accepted(world: World, **changes: bool) -> tuple[str, dict[str, str]]:
    """Return the number of an accepted form and its parts' numbers by key."""
    number = make_submitted(applicant=world.lan, procedure=JOINT, scenario="all-parts", **changes)
    take_step(number, action="accept", by=world.hoa)
    return number, {part.key: part.number for part in cases.parts_of(number, actor=world.lan)}


def grant(number: str, *, by: tuple[Actor, ...]) -> None:
    for officer in by:
        take_step(number, action="approve", by=officer)


def birth_officers(world: World) -> tuple[Actor, ...]:
    return (world.hoa, world.khanh, world.mai)


class TestOpening:
    def test_the_parts_are_told_before_and_opened_on_acceptance(
        self, world: World, staff: dict[str, Actor]
    ) -> None:
        number = make_submitted(applicant=world.lan, procedure=JOINT, scenario="all-parts")
        planned = cases.parts_of(number, actor=world.lan)
        assert [part.key for part in planned] == ["birth", "residence", "insurance", "card"]
        assert {part.number for part in planned} == {""}

        take_step(number, action="accept", by=world.hoa)

        opened = {part.key: part for part in cases.parts_of(number, actor=world.lan)}
        assert list(opened) == ["birth", "residence", "insurance"]
        assert opened["birth"].status == cases.Status.PROCESSING
        assert opened["residence"].status == opened["insurance"].status == cases.Status.LINKED
        assert opened["residence"].waits_for == ("birth",)
        assert [part.agency for part in opened.values()] == [WARD_COMMITTEE, POLICE, INSURANCE]
        assert len({part.number for part in opened.values()} | {number}) == 4
        assert get_row(number).status == cases.Status.LINKED
        assert codes_of(number).count("case.part_opened") == 3
        assert staff

    def test_each_part_has_its_own_clock(self, world: World, staff: dict[str, Actor]) -> None:
        number, parts = accepted(world, residence_check=True)
        whole, birth = get_row(number).due_at, get_row(parts["birth"]).due_at
        assert birth is not None
        assert whole is not None
        assert birth < whole
        assert get_row(parts["residence"]).due_at is None

        grant(parts["birth"], by=birth_officers(world))

        residence, insurance = (get_row(parts[key]) for key in ("residence", "insurance"))
        assert residence.accepted_at is not None
        assert insurance.due_at is not None
        assert residence.due_at is not None
        assert residence.due_at > insurance.due_at
        assert staff

    def test_a_person_finds_the_parts_in_their_form_and_not_in_the_list(
        self, world: World, staff: dict[str, Actor]
    ) -> None:
        number, parts = accepted(world)
        listed = [case.number for case in cases.list_my_cases(actor=world.lan).cases]
        assert number in listed
        assert not set(parts.values()) & set(listed)
        assert cases.get_case(parts["birth"], actor=world.lan).number == parts["birth"]
        with pytest.raises(cases.CaseUnknown):
            cases.parts_of(number, actor=world.binh)
        assert staff


class TestEnding:
    def test_the_form_ends_with_its_last_part_and_each_result_is_in_the_vault(
        self, world: World, staff: dict[str, Actor]
    ) -> None:
        number, parts = accepted(world)
        grant(parts["birth"], by=birth_officers(world))
        assert get_row(number).status == cases.Status.LINKED
        grant(parts["residence"], by=(staff[POLICE],) * 3)
        grant(parts["insurance"], by=(staff[INSURANCE],) * 3)

        assert get_row(number).status == cases.Status.RETURNED
        kept = {
            document.case_number
            for document in vault.list_documents(id_of(world.lan), actor=world.lan)
        }
        assert kept >= set(parts.values())
        known = get_row(parts["residence"]).facts["parts"]["birth"]
        assert known["number"].endswith("/GKS")
        assert codes_of(number).count("case.part_ended") == 3

    def test_a_part_refused_does_not_hold_up_the_others(
        self, world: World, staff: dict[str, Actor]
    ) -> None:
        number, parts = accepted(world)
        grant(parts["birth"], by=birth_officers(world))
        police = staff[POLICE]
        take_step(parts["residence"], action="refuse", by=police, note="Chưa đủ chỗ ở hợp pháp")
        take_step(parts["residence"], action="approve", by=police)
        assert get_row(number).status == cases.Status.LINKED

        grant(parts["insurance"], by=(staff[INSURANCE],) * 3)

        assert get_row(number).status == cases.Status.RETURNED
        told = {part.key: part for part in cases.parts_of(number, actor=world.lan)}
        assert told["residence"].status == cases.Status.STOPPED
        assert told["residence"].closing_reason == "Chưa đủ chỗ ở hợp pháp"

    def test_what_waits_for_a_refused_part_stops_and_nothing_at_all_stops_the_form(
        self, world: World, staff: dict[str, Actor]
    ) -> None:
        number, parts = accepted(world)
        take_step(parts["birth"], action="refuse", by=world.hoa, note="Đã đăng ký")
        take_step(parts["birth"], action="approve", by=world.khanh)

        told = {part.key: part for part in cases.parts_of(number, actor=world.lan)}
        assert {part.status for part in told.values()} == {cases.Status.STOPPED}
        assert "Đăng ký khai sinh" in told["insurance"].closing_reason
        assert get_row(number).status == cases.Status.STOPPED
        assert staff

    def test_withdrawing_the_form_withdraws_its_parts(
        self, world: World, staff: dict[str, Actor]
    ) -> None:
        number, parts = accepted(world)

        cases.withdraw_case(number, reason="Nộp lại sau", actor=world.lan)
        run_jobs()

        for each in (number, *parts.values()):
            assert get_row(each).status == cases.Status.WITHDRAWN
            assert not worklist.list_open_tasks_of(each)
        assert staff

    def test_a_part_is_supplemented_by_itself(self, world: World, staff: dict[str, Actor]) -> None:
        number, parts = accepted(world)
        item = cases.SupplementItem(text="Giấy chứng sinh rõ nét")
        take_step(parts["birth"], action="supplement", by=world.hoa, note="Mờ", items=(item,))
        assert get_row(parts["birth"]).status == cases.Status.SUPPLEMENT

        cases.answer_supplement(parts["birth"], actor=world.lan)
        run_jobs()

        assert get_row(parts["birth"]).status == cases.Status.PROCESSING
        assert get_row(number).status == cases.Status.LINKED
        assert staff

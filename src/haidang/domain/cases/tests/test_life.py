import pytest

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.vault import public as vault
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    BIRTH,
    World,
    finish,
    make_draft,
    make_submitted,
    take_step,
)
from haidang.domain.cases.types import SupplementItem

pytestmark = pytest.mark.django_db


def test_two_mistakes_are_told_at_once_and_nothing_is_lost(world: World) -> None:
    draft = make_draft(applicant=world.lan, child_name="An 2", declarant_phone="12")

    with pytest.raises(cases.AnswersRefused) as refused:
        cases.submit_case(draft, actor=world.lan)

    paths = {problem.path for problem in refused.value.problems}
    assert {"/child_name", "/declarant_phone"} <= paths
    assert cases.get_case(draft, actor=world.lan).answers["child_name"] == "An 2"


def test_a_birth_is_registered_signed_and_deposited(world: World) -> None:
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    finish(number, world)

    case = cases.get_case(number, actor=world.lan)
    assert case.status == cases.Status.RETURNED
    result = next(document for document in case.documents if document.kind == "result")
    person = world.lan.person_id
    assert person is not None
    assert (result.signatures, bool(result.number)) == (2, True)
    assert [row.case_number for row in vault.list_documents(person, actor=world.lan)] == [number]
    assert audit.verify().is_unbroken


def test_the_signed_result_verifies_and_a_changed_byte_does_not(world: World) -> None:
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    finish(number, world)
    case = cases.get_case(number, actor=world.lan)
    result = next(document for document in case.documents if document.kind == "result")
    _, pdf = cases.read_document(number, document_id=result.id, actor=world.lan)

    changed = pdf.replace(b"/Type", b"/Tyqe", 1)
    assert [item.valid for item in cases.verify_file(pdf).signatures] == [True, True]
    assert not all(item.valid for item in cases.verify_file(changed).signatures)


def test_a_supplement_is_asked_once(world: World) -> None:
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    item = SupplementItem(text="Bản chụp Giấy chứng sinh rõ nét", clause="Luật Hộ tịch, Điều 16")
    take_step(number, action="supplement", by=world.hoa, note="Ảnh mờ", items=(item,))
    cases.answer_supplement(number, actor=world.lan)
    run_jobs()

    with pytest.raises(cases.SupplementAlreadyRequested):
        take_step(number, action="supplement", by=world.hoa, note="Nữa", items=(item,))


def test_a_stranger_learns_nothing(world: World) -> None:
    number = make_submitted(applicant=world.lan)

    with pytest.raises(cases.CaseUnknown):
        cases.get_case(number, actor=world.binh)
    with pytest.raises(cases.CaseUnknown):
        cases.get_case(number, actor=world.tuan)


def test_a_representative_carries_the_case(world: World) -> None:
    draft = cases.start_draft(
        procedure=BIRTH, unit="11560", city="haiphong", channel="online",
        actor=world.minh, applicant_id=world.lan.person_id,
    )  # fmt: skip

    assert cases.get_case(draft, actor=world.minh).applicant["full_name"] == "Nguyễn Thị Lan"

"""What the packages wait for: the tax on land, the head of a household, the first appointment."""

import pytest

from haidang.blocks.outbox.testing import run_jobs
from haidang.domain.cases import public as cases
from haidang.domain.worklist import public as worklist
from haidang.kernel.actors import Actor
from tests.content.town import Story, Town, carry, hand_in, signed_results, story_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OWED = "AA01234567"
"""The certificate whose tax the sample says is due; AA01234568 is paid."""


def test_a_land_certificate_is_not_even_drafted_before_the_tax_is_paid(town: Town) -> None:
    story = story_of(
        "1.013831", "sale-tax-paid", certificate_number=OWED, transferor_name="Trần Văn Minh",
        transferor_personal_id="031090000002",
    )  # fmt: skip
    number = _until(story, town.binh, town, stop="tax_wait")

    _take(number, "return", town)

    assert _steps(number) == ["tax_wait"]
    case = cases.get_case(number, actor=town.binh)
    assert case.status == cases.Status.OBLIGATION
    assert [paper.kind for paper in case.documents if paper.kind == "result"] == []


def test_a_paper_receipt_of_the_tax_lets_the_certificate_go_on(town: Town) -> None:
    story = story_of(
        "1.013831", "sale-tax-paid", certificate_number=OWED, transferor_name="Trần Văn Minh",
        transferor_personal_id="031090000002",
    )  # fmt: skip
    number = _until(story, town.binh, town, stop="tax_wait")

    _take(number, "approve", town)
    carry(number, town.binh, town)

    assert cases.get_case(number, actor=town.binh).status == cases.Status.RETURNED
    assert len(signed_results(number, town.binh)) == 1


def test_a_division_has_two_appointments(town: Town) -> None:
    number = _until(story_of("1.012784", "divide-in-two"), town.lan, town, stop="send_to_tax")
    first = cases.get_case(number, actor=town.lan).due.due_at

    carry(number, town.lan, town)

    case = cases.get_case(number, actor=town.lan)
    assert first is not None
    assert case.due.due_at is not None
    assert case.due.due_at < first, "both were done at once, so the second begins today"
    assert case.status == cases.Status.RETURNED


def test_a_household_head_who_is_silent_is_followed_up(town: Town) -> None:
    story = story_of(
        "1.004194", "household-agrees", head_personal_id="031090000002",
        head_name="Trần Văn Minh",
    )  # fmt: skip
    number = _until(story, town.binh, town, stop="consent_wait")

    _take(number, "return", town)

    assert _steps(number) == ["consent_wait"]


def test_a_conclusion_other_than_asked_for_stands_in_the_decision(town: Town) -> None:
    number = _until(story_of("1.011607", "lost-work"), town.binh, town, stop="classify")

    _take(number, "near_poor", town)
    carry(number, town.binh, town)

    assert len(signed_results(number, town.binh)) == 1


def _until(story: Story, applicant: Actor, town: Town, *, stop: str) -> str:
    """Hand a story in and carry it until a step is open."""
    number = hand_in(story, applicant)
    carry(number, applicant, town, stop=stop)
    assert _steps(number) == [stop]
    return number


def _steps(number: str) -> list[str]:
    return [task.key for task in worklist.list_open_tasks_of(number)]


def _take(number: str, action: str, town: Town) -> None:
    (task,) = worklist.list_open_tasks_of(number)
    officer = town.holder_of(task.post, agency=task.agency)
    note = "Đã kiểm tra lại." if action == "return" else ""
    cases.complete_step(task.id, action=action, note=note, actor=officer)
    run_jobs()

"""What is accepted after 15:00 is handed on first thing next working day (NĐ 309/2026, 18.2)."""

from datetime import datetime

import pytest

from haidang.blocks.messaging.testing import MemoryChannel
from haidang.blocks.outbox.testing import run_jobs
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    EXTRACT,
    World,
    finish,
    get_row,
    make_submitted,
    take_step,
)
from haidang.domain.cases.tests.following import codes_of, posts_of
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock

pytestmark = pytest.mark.django_db


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+07:00")


def accepted_at(at: str, world: World) -> str:
    with clock.stopped_at(moment(at)):
        number = make_submitted(applicant=world.lan)
        take_step(number, action="accept", by=world.hoa)
    return number


@pytest.mark.parametrize(
    ("at", "by"),
    [
        ("11-23T09:00", None),
        ("11-23T15:00", None),
        ("11-23T15:01", "11-25T07:00"),
        ("11-27T16:00", "11-30T07:00"),
        ("11-28T10:00", "11-30T07:00"),
    ],
)
def test_until_three_the_same_day_later_the_next_working_morning(
    world: World, at: str, by: str | None
) -> None:
    number = accepted_at(at, world)

    assert get_row(number).forward_by == (moment(by) if by else None)
    assert posts_of(number) == (["reception"] if by else ["processing"])


def test_the_first_officers_task_opens_at_that_hour_by_itself(world: World) -> None:
    number = accepted_at("11-23T15:20", world)
    assert get_row(number).business == "reception"

    with clock.stopped_at(moment("11-25T06:59")):
        run_jobs()
        assert posts_of(number) == ["reception"]
    with clock.stopped_at(moment("11-25T07:00")):
        run_jobs()
        assert posts_of(number) == ["processing"]
        assert get_row(number).business == "officer"
        (task,) = worklist.list_open_tasks_of(number)
        assert task.opened_at == moment("11-25T07:00")
        finish(number, world)

    assert codes_of(number).count("case.forwarded") == 1
    assert get_row(number).status == cases.Status.RETURNED


def test_reception_may_forward_earlier_and_the_hour_then_does_nothing(world: World) -> None:
    number = accepted_at("11-23T15:20", world)

    with clock.stopped_at(moment("11-23T15:40")):
        take_step(number, action="forward", by=world.hoa)
        assert posts_of(number) == ["processing"]
    with clock.stopped_at(moment("11-25T08:00")):
        run_jobs()

    assert posts_of(number) == ["processing"]
    assert codes_of(number).count("case.forwarded") == 1


def test_a_case_that_was_withdrawn_meanwhile_is_not_handed_on(world: World) -> None:
    number = accepted_at("11-23T15:20", world)
    cases.withdraw_case(number, reason="", actor=world.lan)

    with clock.stopped_at(moment("11-25T08:00")):
        run_jobs()

    assert posts_of(number) == []
    assert get_row(number).status == cases.Status.WITHDRAWN


def test_only_reception_forwards_and_only_what_is_held_back(world: World) -> None:
    number = accepted_at("11-23T15:20", world)
    with clock.stopped_at(moment("11-23T15:40")):
        for other in (world.khanh, world.mai, world.lan):
            with pytest.raises(cases.NotYourCase):
                cases.forward_case(number, actor=other)
        for stranger in (world.tuan, world.binh):
            with pytest.raises(cases.CaseUnknown):
                cases.forward_case(number, actor=stranger)
        cases.forward_case(number, actor=world.hoa)
        with pytest.raises(cases.IllegalStatus):
            cases.forward_case(number, actor=world.hoa)


def test_what_the_platform_answers_itself_is_not_held_back(world: World) -> None:
    MemoryChannel.reset()
    with clock.stopped_at(moment("11-23T16:00")):
        number = make_submitted(
            applicant=world.lan, procedure=EXTRACT, scenario="straight-through"
        )
        run_jobs()

    assert get_row(number).forward_by is None
    assert posts_of(number) != ["reception"]


def test_the_control_sheet_tells_how_the_hand_over_stood_to_its_hour(world: World) -> None:
    early, on_time = accepted_at("11-23T15:20", world), accepted_at("11-23T15:30", world)
    with clock.stopped_at(moment("11-23T15:40")):
        take_step(early, action="forward", by=world.hoa)
    with clock.stopped_at(moment("11-25T07:00")):
        run_jobs()

    def forwarded(number: str) -> tuple[str, str]:
        rows = cases.read_control_sheet(number, actor=world.hoa).rows
        (row,) = [one for one in rows if one.note == "Chuyển hồ sơ"]
        return row.giver, row.outcome

    assert forwarded(early) == (f"{world.hoa.name} (Bộ phận tiếp nhận)", "early")
    assert forwarded(on_time)[1] == "on_time"

"""Reads: for the person, for officers, for everybody."""

from datetime import date, timedelta

import pytest

from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import World, get_row, make_submitted, take_step
from haidang.kernel import clock

pytestmark = pytest.mark.django_db


def test_everybody_with_the_number_learns_how_far_it_is_and_nothing_personal(
    world: World,
) -> None:
    number = make_submitted(applicant=world.lan)
    assert dict(cases.track(number).steps)["accepted"] is False
    take_step(number, action="accept", by=world.hoa)

    shown = cases.track(f" {number.lower()} ")

    assert (shown.number, shown.status) == (number, cases.Status.PROCESSING)
    assert (shown.submitted_on, shown.due_on) == (date(2026, 11, 23), date(2026, 11, 23))
    assert dict(shown.steps) == {
        "submitted": True, "accepted": True, "decided": False, "returned": False,
    }  # fmt: skip
    assert "Lan" not in repr(shown)


def test_an_unknown_number_is_unknown_to_everybody(world: World) -> None:
    with pytest.raises(cases.CaseUnknown):
        cases.track("H24.182.01-261123-9999")


@pytest.mark.parametrize("query", ["nguyen thi lan", "LAN", "Nguyễn  Lan", "261123-0001"])
def test_officers_find_a_case_by_name_or_number(world: World, query: str) -> None:
    number = make_submitted(applicant=world.lan)

    assert [row.number for row in cases.find_cases(actor=world.hoa, query=query)] == [number]
    assert cases.find_cases(actor=world.tuan, query=query) == []
    assert cases.find_cases(actor=world.lan, query=query) == []


def test_nothing_is_found_for_nothing(world: World) -> None:
    make_submitted(applicant=world.lan)

    assert cases.find_cases(actor=world.hoa, query="  ") == []
    assert cases.find_cases(actor=world.hoa, query="Không Có") == []


def test_the_process_shows_what_is_done_and_what_waits(world: World) -> None:
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    take_step(number, action="approve", by=world.hoa)

    states = {step.key: step.state for step in cases.process_position(number, actor=world.hoa)}

    assert (states["verify"], states["decide"], states["seal"]) == ("done", "now", "to_come")
    with pytest.raises(cases.CaseUnknown):
        cases.process_position(number, actor=world.tuan)


def test_a_person_pages_through_the_own_cases_the_last_changed_first(world: World) -> None:
    numbers = []
    for minute in range(3):
        with clock.stopped_at(clock.now() + timedelta(minutes=minute)):
            numbers.append(make_submitted(applicant=world.lan))

    first = cases.list_my_cases(actor=world.lan, limit=2)
    second = cases.list_my_cases(actor=world.lan, limit=2, after=first.after)

    shown = [row.number for row in (*first.cases, *second.cases)]
    assert (shown, second.after) == (numbers[::-1], "")
    assert len(cases.list_my_cases(actor=world.minh).cases) == 3
    assert cases.list_my_cases(actor=world.binh).cases == ()


def test_the_timeline_is_for_those_who_may_see_the_case(world: World) -> None:
    number = make_submitted(applicant=world.lan)

    told = cases.timeline(number, actor=world.lan)

    assert told[0].code in {"case.submitted", "case.status_changed"}
    assert "case.submitted" in {item.code for item in told}
    with pytest.raises(cases.CaseUnknown):
        cases.timeline(number, actor=world.binh)


def test_abilities_say_which_verbs_are_open_now(world: World) -> None:
    number = make_submitted(applicant=world.lan)

    assert cases.abilities(number, actor=world.lan)["withdraw"]
    assert not cases.abilities(number, actor=world.lan)["rate"]
    assert cases.abilities(number, actor=world.hoa)["receive"]
    assert not any(cases.abilities(number, actor=world.binh).values())


def test_form_and_answers_are_shown_in_words_to_those_who_may_see_them(world: World) -> None:
    case_id = get_row(make_submitted(applicant=world.lan)).id

    assert cases.describe_form(case_id, actor=world.lan)
    assert "Trần Nguyễn Hải An" in repr(
        cases.explain_case(case_id, actor=world.hoa, language="vi")
    )
    with pytest.raises(cases.CaseUnknown):
        cases.describe_form(case_id, actor=world.binh)


@pytest.mark.parametrize("key", ["", "nonsense", "H24-1"])
def test_a_key_that_is_none_finds_nothing(world: World, key: str) -> None:
    with pytest.raises(cases.CaseUnknown):
        cases.get_case(key, actor=world.lan)

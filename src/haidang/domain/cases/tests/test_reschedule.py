"""A change of the calendar moves the due dates of open cases: seen before, told after."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from haidang.blocks.messaging import public as messaging
from haidang.blocks.outbox.testing import run_jobs
from haidang.domain.cases import public as cases
from haidang.domain.cases.actions.reschedule import reschedule_cases
from haidang.domain.cases.testing import (
    ACTOR,
    CITY,
    MONDAY,
    World,
    finish,
    get_row,
    make_submitted,
    take_step,
)
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import DayKind, DayMark
from haidang.kernel import clock

BUSINESS = "1.001612"


@pytest.fixture(autouse=True)
def _cities_as_they_stand() -> Iterator[None]:
    """Keep no city in memory that another test published and took back."""
    catalog.forget_cities()
    yield
    catalog.forget_cities()


def accepted(world: World) -> str:
    """Return a case of three working days, accepted on a Monday before a day off."""
    number = make_submitted(applicant=world.lan, procedure=BUSINESS, scenario="individual")
    if get_row(number).accepted_at is None:
        take_step(number, action="accept", by=world.hoa)
    return number


def change(day: date, kind: DayKind = DayKind.SWAPPED_OFF) -> catalog.CalendarChange:
    mark = DayMark(day=day, kind=kind, name={"vi": "Hoán đổi", "en": "Swap"}, law="Mẫu 01/TB")
    return catalog.CalendarChange(add=(mark,), reason="Hoán đổi ngày làm việc.")


def publish(wanted: catalog.CalendarChange) -> catalog.CalendarChanged:
    expected = catalog.city_revision_number(CITY)
    event = catalog.change_calendar(CITY, wanted, expected=expected, actor=ACTOR)
    run_jobs()
    return event


def due_of(number: str) -> datetime:
    due = get_row(number).due_at
    assert due is not None
    return clock.local(due)


def test_a_preview_counts_the_cases_that_would_move_and_writes_nothing(world: World) -> None:
    number = accepted(world)
    due = due_of(number)
    after = catalog.preview_calendar(CITY, change(due.date()))

    seen = cases.preview_due_dates(CITY, before=catalog.working_calendar(CITY), after=after)

    assert (seen.looked_at, seen.later, seen.earlier, seen.is_cut) == (1, 1, 0, False)
    assert seen.examples[0].number == number
    assert seen.examples[0].after > due
    assert due_of(number) == due


def test_a_day_off_puts_the_due_date_off_and_everybody_is_told(world: World) -> None:
    number = accepted(world)
    due = due_of(number)

    publish(change(due.date()))

    later = due_of(number)
    assert later.date() == catalog.working_calendar(CITY).working_day_from(
        due.date() + timedelta(days=1)
    )
    assert later.time() == due.time()
    assert "case.due_changed" in [each.code for each in cases.timeline(number, actor=world.lan)]
    assert "Lịch làm việc thay đổi" in get_row(number).due_reasons[-1]["vi"]
    notices = messaging.list_notices_about(subject=number)
    assert notices[-1].template == "case_due_changed"
    assert f"{later:%H:%M %d/%m/%Y}" in notices[-1].body


def test_open_tasks_follow_the_case(world: World) -> None:
    number = accepted(world)
    before = due_of(number)
    publish(change(before.date(), DayKind.SWAPPED_OFF))

    assert all(
        task.due_at is None or clock.local(task.due_at).date() != before.date()
        for task in worklist.list_open_tasks_of(number)
    )


def test_a_saturday_that_is_worked_brings_the_due_date_forward(world: World) -> None:
    number = accepted(world)
    publish(change(due_of(number).date()))
    put_off = due_of(number)
    saturday = date(2026, 11, 28)
    assert MONDAY.date() < saturday < put_off.date()

    publish(change(saturday, DayKind.SWAPPED_WORK))

    assert due_of(number) < put_off


def test_a_case_is_moved_once_by_a_revision(world: World) -> None:
    number = accepted(world)
    event = publish(change(due_of(number).date()))
    moved = due_of(number)

    again = reschedule_cases(
        [get_row(number).id],
        city=CITY,
        before=event.before,
        after=event.after,
        reason=event.reason,
        actor=ACTOR,
    )

    assert again == 0
    assert due_of(number) == moved


def test_decided_cases_keep_their_dates(world: World) -> None:
    number = make_submitted(applicant=world.lan)
    take_step(number, action="accept", by=world.hoa)
    due = due_of(number)
    finish(number, world)
    assert get_row(number).finished_at is not None

    publish(change(due.date()))

    assert due_of(number) == due


def test_a_change_that_touches_no_case_moves_nothing(world: World) -> None:
    number = accepted(world)
    due = due_of(number)

    publish(change(date(2027, 6, 1)))

    assert due_of(number) == due

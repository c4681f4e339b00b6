"""One door for all processes: numbers in order, seats once, silence forgotten."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest

from haidang.blocks.waiting import public as waiting
from haidang.blocks.waiting.models import VisitorRow
from haidang.engines.waiting import Rules
from haidang.kernel import clock
from haidang.kernel.ids import new_id

RULES: Final = Rules(seats=3)
NOBODY: Final[dict[UUID, waiting.Mark]] = {}


def mark(*, minutes: float = 0, since: float = 0) -> waiting.Mark:
    at = clock.now() + timedelta(minutes=minutes)
    return waiting.Mark(first_at=at - timedelta(minutes=since), last_at=at)


def fill(seats: int = 3) -> list[UUID]:
    keys = [new_id() for _ in range(seats)]
    waiting.turn_the_door({key: mark(since=1) for key in keys}, rules=RULES)
    return keys


@pytest.mark.django_db
class TestTurnTheDoor:
    def test_who_was_waved_in_is_inside(self) -> None:
        keys = fill(2)

        view = waiting.turn_the_door(NOBODY, rules=RULES)

        assert view.inside == set(keys)
        assert view.free == 1
        assert not view.is_wanted

    def test_a_seat_that_was_left_goes_to_the_lowest_number_that_is_present(self) -> None:
        fill()
        first, second, third = (
            waiting.draw_number(rules=RULES, is_wanted=True).visitor for _ in range(3)
        )
        later = clock.now() + timedelta(minutes=6)
        heard = {second.key: mark(minutes=6), third.key: mark(minutes=6)}

        with clock.stopped_at(later):
            view = waiting.turn_the_door(heard, rules=Rules(seats=1))

        assert view.inside == {second.key}
        assert third.key in view.waiting
        assert first.key not in view.inside

    def test_marks_only_ever_move_forward(self) -> None:
        key = new_id()
        waiting.turn_the_door({key: mark()}, rules=RULES)
        waiting.turn_the_door({key: mark(minutes=-3)}, rules=RULES)

        found = waiting.find_visitor(key)

        assert found is not None
        assert found.seen_at == clock.now()


@pytest.mark.django_db
class TestDrawNumber:
    def test_a_newcomer_takes_a_free_seat_at_once(self) -> None:
        fill(2)

        drawn = waiting.draw_number(rules=RULES, is_wanted=False)

        assert drawn.visitor.admitted_at == clock.now()
        assert drawn.place == 0

    def test_places_are_given_in_the_order_of_coming(self) -> None:
        fill()

        places = [waiting.draw_number(rules=RULES, is_wanted=False).place for _ in range(4)]

        assert places == [1, 2, 3, 4]

    def test_a_free_seat_is_not_taken_past_somebody_who_waits(self) -> None:
        fill(2)
        waiting.draw_number(rules=RULES, is_wanted=True)

        drawn = waiting.draw_number(rules=RULES, is_wanted=False)

        assert drawn.visitor.admitted_at is None
        assert drawn.place == 2


@pytest.mark.django_db
def test_a_flood_of_a_thousand_is_let_in_in_order() -> None:
    rules = Rules(seats=50)
    crowd = [waiting.draw_number(rules=rules, is_wanted=n >= 50).visitor for n in range(1_000)]
    numbers = {one.key: one.number for one in crowd}
    entered = [one.key for one in crowd if one.admitted_at is not None]
    at = clock.now()

    for minute in range(6, 120, 6):
        with clock.stopped_at(at + timedelta(minutes=minute)):
            alive = {key: mark() for key in numbers.keys() - set(entered)}
            view = waiting.turn_the_door(alive, rules=rules)
            entered += sorted(view.inside, key=numbers.__getitem__)

    assert entered == [one.key for one in crowd]


@pytest.mark.django_db
def test_who_left_an_hour_ago_is_forgotten() -> None:
    fill(2)
    with clock.stopped_at(clock.now() + timedelta(minutes=61)):
        waiting.draw_number(rules=RULES, is_wanted=False)

        assert waiting.forget_visitors() == 2
        assert VisitorRow.objects.count() == 1

"""The line is fair, whoever comes, leaves, sleeps or returns."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random  # noqa: TID251 - seeded
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haidang.engines.waiting import (
    Pace,
    Rules,
    Visitor,
    admit,
    count_inside,
    estimate_wait,
    has_room,
    is_counted,
    is_inside,
    is_present,
    is_waiting,
    kept_until,
    measure_pace,
    place_of,
    refresh_seconds,
)

NOON: Final = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
RULES: Final = Rules(seats=3)


def ago(seconds: float) -> datetime:
    return NOON - timedelta(seconds=seconds)


def waiting(number: int, *, drawn: float = 500, seen: float = 0) -> Visitor:
    return Visitor(
        key=UUID(int=number), number=number, drew=True, drawn_at=ago(drawn), seen_at=ago(seen)
    )


def inside(number: int, *, seen: float = 0, drawn: float = 1_000) -> Visitor:
    return replace(waiting(number, drawn=drawn, seen=seen), admitted_at=ago(drawn), drew=False)


def numbers(visitors: Sequence[Visitor]) -> list[int]:
    return [visitor.number for visitor in visitors]


def test_the_lower_number_goes_first() -> None:
    line = [inside(1), inside(2), waiting(9), waiting(7), waiting(8)]

    assert numbers(admit(line, RULES, NOON)) == [7]


def test_who_is_away_is_passed_over_and_keeps_the_number() -> None:
    asleep = waiting(7, seen=120)
    line = [inside(1), inside(2), asleep, waiting(8)]

    assert numbers(admit(line, RULES, NOON)) == [8]
    assert is_waiting(asleep, RULES, NOON)
    assert not is_present(asleep, RULES, NOON)


def test_a_place_is_lost_by_silence_alone() -> None:
    assert is_waiting(waiting(7, drawn=90_000, seen=RULES.keep.total_seconds()), RULES, NOON)
    assert not is_waiting(waiting(7, drawn=90_000, seen=601), RULES, NOON)
    assert kept_until(waiting(7), RULES) == NOON + RULES.keep


def test_who_never_came_back_soon_counts_no_more() -> None:
    assert is_inside(inside(1, drawn=29, seen=29), RULES, NOON)
    assert not is_inside(inside(1, drawn=31, seen=31), RULES, NOON)
    assert not is_counted(waiting(2, drawn=36, seen=36), RULES, NOON)
    assert is_waiting(waiting(2, drawn=36, seen=36), RULES, NOON)


def test_a_seat_is_given_back_after_the_idle_time() -> None:
    assert count_inside([inside(1, seen=300), inside(2, seen=301)], RULES, NOON) == 1


@pytest.mark.parametrize(
    ("line", "room"),
    [
        ([], True),
        ([inside(1), inside(2)], True),
        ([inside(1), inside(2), inside(3)], False),
        ([inside(1), waiting(4)], False),
        ([inside(1), waiting(4, seen=60)], True),
    ],
)
def test_a_newcomer_goes_in_only_past_nobody(line: list[Visitor], *, room: bool) -> None:
    assert has_room(line, RULES, NOON) is room


def test_the_place_counts_who_is_before() -> None:
    assert place_of([4, 7, 9], 4) == 1
    assert place_of([4, 7, 9], 9) == 3
    assert place_of([], 5) == 1


def test_the_nearer_the_turn_the_sooner_a_page_asks() -> None:
    asked = [refresh_seconds(place) for place in (1, 100, 101, 1_000, 1_001)]

    assert asked == [10, 10, 20, 20, 30]
    assert all(timedelta(seconds=seconds) < RULES.present for seconds in asked)


def test_the_pace_is_that_of_the_present_line() -> None:
    long_ago = [
        replace(waiting(number, drawn=290, seen=280), admitted_at=ago(280))
        for number in range(1, 8)
    ]
    now = [replace(waiting(number, drawn=60), admitted_at=ago(30)) for number in range(10, 16)]

    pace = measure_pace([*long_ago, *now, waiting(20, drawn=40)], RULES, NOON)

    assert pace == Pace(admissions=6, span=timedelta(seconds=60))


def test_a_pace_of_few_says_nothing() -> None:
    few = [replace(waiting(number, drawn=60), admitted_at=ago(30)) for number in range(4)]

    assert measure_pace(few, RULES, NOON) is None
    assert measure_pace([inside(1)], RULES, NOON) is None
    assert estimate_wait(3, None) is None
    assert estimate_wait(3, Pace(admissions=9, span=timedelta(0))) is None


@given(place=st.integers(1, 50_000), admissions=st.integers(5, 5_000), seconds=st.integers(1, 300))
def test_a_wait_is_a_range_that_grows_with_the_place(
    place: int, admissions: int, seconds: int
) -> None:
    pace = Pace(admissions=admissions, span=timedelta(seconds=seconds))

    near, far = estimate_wait(place, pace), estimate_wait(place + 1, pace)

    assert near is not None
    assert far is not None
    assert near.soonest < near.latest
    assert near.soonest <= far.soonest
    assert near.latest <= far.latest + timedelta(seconds=seconds)


def test_eight_waits_of_ten_end_within_their_range() -> None:
    chance = Random(20260915)  # noqa: S311 - seeded, no secret
    held = 0
    for _ in range(600):
        rate, place = chance.uniform(0.05, 3), chance.randint(1, 300)
        past = sum(1 for _ in _leavings(chance, rate, within=300))
        told = estimate_wait(place, Pace(admissions=past, span=timedelta(seconds=300)))
        truth = timedelta(seconds=sum(chance.expovariate(rate) for _ in range(place)))
        held += told is not None and told.soonest <= truth <= told.latest

    assert 0.75 <= held / 600 <= 0.88


def _leavings(chance: Random, rate: float, *, within: float) -> list[float]:
    instants = [chance.expovariate(rate)]
    while instants[-1] < within:
        instants.append(instants[-1] + chance.expovariate(rate))
    return instants[:-1] or [within]


@dataclass(slots=True)
class House:
    """A house with a door that is turned again and again, and what was seen of it."""

    rules: Rules
    now: datetime = NOON
    visitors: dict[int, Visitor] = field(default_factory=dict)

    def come(self) -> None:
        """Somebody new stands at the door."""
        number = len(self.visitors) + 1
        room = has_room(list(self.visitors.values()), self.rules, self.now)
        came = Visitor(
            key=UUID(int=number),
            number=number,
            drew=not room,
            drawn_at=self.now,
            seen_at=self.now,
            admitted_at=self.now if room else None,
        )
        self.visitors[number] = came

    def hear(self, number: int) -> None:
        """Somebody gives a sign of life, if he still has a seat or a place."""
        visitor = self.visitors.get(number)
        if visitor is None:
            return
        holds = is_inside(visitor, self.rules, self.now) or is_waiting(
            visitor, self.rules, self.now
        )
        if holds:
            self.visitors[number] = replace(visitor, seen_at=self.now)

    def turn(self) -> None:
        """Let in whose turn it is, and look whether it was fair."""
        before = list(self.visitors.values())
        taken = count_inside(before, self.rules, self.now)
        present = [one.number for one in before if is_present(one, self.rules, self.now)]
        let_in = numbers(admit(before, self.rules, self.now))
        assert let_in == sorted(present)[: len(let_in)], "somebody overtook"
        assert len(let_in) == min(len(present), max(self.rules.seats - taken, 0)), "a seat idle"
        for number in let_in:
            self.visitors[number] = replace(self.visitors[number], admitted_at=self.now)
        after = count_inside(self.visitors.values(), self.rules, self.now)
        assert after <= max(self.rules.seats, taken), "too many inside"


_STEPS = st.lists(
    st.one_of(
        st.just(("come", 0)),
        st.tuples(st.just("hear"), st.integers(1, 30)),
        st.tuples(st.just("pass"), st.integers(1, 400)),
    ),
    max_size=80,
)


@settings(max_examples=150, deadline=None)
@given(seats=st.integers(1, 5), steps=_STEPS)
def test_nobody_overtakes_no_seat_is_idle_and_none_is_given_twice(
    seats: int, steps: list[tuple[str, int]]
) -> None:
    house = House(Rules(seats=seats))

    for word, value in steps:
        match word:
            case "come":
                house.come()
            case "hear":
                house.hear(value)
            case _:
                house.now += timedelta(seconds=value)
        house.turn()

    assert count_inside(house.visitors.values(), house.rules, house.now) <= seats

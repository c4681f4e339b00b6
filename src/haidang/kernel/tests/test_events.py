import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar, NewType
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.kernel import events
from haidang.kernel.events import JSON, Event, event_types, from_json, to_json
from haidang.kernel.money import Money

ThingId = NewType("ThingId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingHappened(Event):
    """Everything that an event may carry."""

    code: ClassVar[str] = "tests.thing_happened"
    thing: ThingId
    name: str
    count: int
    share: float
    done: bool
    on: date
    at: datetime
    amount: Money
    until: date | None
    agent: UUID | None
    words: tuple[str, ...]
    days: tuple[date, ...]
    facts: Mapping[str, JSON]


@pytest.fixture(autouse=True)
def _only_our_events() -> Iterator[None]:
    """Events that a test makes up are forgotten after it."""
    before = dict(events._registry)
    yield
    events._registry.clear()
    events._registry.update(before)


INSTANTS = st.datetimes(timezones=st.just(UTC))
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
THINGS = st.builds(
    ThingHappened,
    thing=st.uuids().map(ThingId),
    name=st.text(max_size=20),
    count=st.integers(),
    share=st.floats(allow_nan=False, allow_infinity=False),
    done=st.booleans(),
    on=st.dates(),
    at=INSTANTS,
    amount=st.integers().map(Money),
    until=st.none() | st.dates(),
    agent=st.none() | st.uuids(),
    words=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    days=st.lists(st.dates(), max_size=3).map(tuple),
    facts=st.dictionaries(st.text(max_size=5), LEAVES | st.lists(LEAVES, max_size=2), max_size=3),
)


@given(THINGS)
def test_an_event_survives_the_way_through_json(event: ThingHappened) -> None:
    written = json.dumps(to_json(event))

    assert from_json(event.code, json.loads(written)) == event


@given(THINGS)
def test_the_subject_is_the_first_field(event: ThingHappened) -> None:
    assert event.subject == str(event.thing)


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        from_json("tests.never_heard_of", {})


def test_a_fact_that_the_event_no_longer_has_is_left_out() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class NameTold(Event):
        code: ClassVar[str] = "tests.name_told"
        name: str

    assert from_json("tests.name_told", {"name": "Lan", "old": 1}) == NameTold(name="Lan")


def test_two_events_may_not_share_a_code() -> None:
    with pytest.raises(ValueError, match=r"tests\.thing_happened"):

        class Impostor(Event):
            code: ClassVar[str] = "tests.thing_happened"

    assert event_types()["tests.thing_happened"] is ThingHappened


def test_the_same_name_in_another_module_is_another_event() -> None:
    with pytest.raises(ValueError, match=r"tests\.thing_happened"):
        type("ThingHappened", (Event,), {"code": "tests.thing_happened", "__module__": "other"})

    assert event_types()["tests.thing_happened"] is ThingHappened


def test_an_event_without_a_code_is_a_shape_for_others_only() -> None:
    class Shape(Event):
        """Carries no code."""

    assert Shape not in event_types().values()


def test_the_list_of_events_is_a_copy() -> None:
    before = len(event_types())

    dict(event_types()).clear()

    assert len(event_types()) == before


def test_frozen_sets_and_lists_become_lists_of_json() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Listed(Event):
        code: ClassVar[str] = "tests.listed"
        some: frozenset[date]
        many: list[UUID]

    event = Listed(some=frozenset({date(2026, 9, 15)}), many=[UUID(int=1)])

    assert to_json(event) == {
        "some": ["2026-09-15"],
        "many": ["00000000-0000-0000-0000-000000000001"],
    }


def test_what_json_cannot_say_is_refused() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Odd(Event):
        code: ClassVar[str] = "tests.odd"
        thing: object

    with pytest.raises(TypeError, match="bytes"):
        to_json(Odd(thing=b"raw"))


def test_the_way_back_knows_an_instant_from_a_day() -> None:
    at = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Timed(Event):
        code: ClassVar[str] = "tests.timed"
        at: datetime
        on: date

    read = from_json("tests.timed", {"at": at.isoformat(), "on": "2026-09-15"})

    assert read == Timed(at=at, on=date(2026, 9, 15))

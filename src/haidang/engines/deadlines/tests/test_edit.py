"""Change a calendar's days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.deadlines import DayKind, DayMark, change_days, parse_calendar
from haidang.engines.deadlines.edit import JSON, next_version

BASE: dict[str, JSON] = {
    "version": "2026.2",
    "overrides": [
        {"date": "2026-01-02", "kind": "swapped_off", "name": {"vi": "Nghỉ"}, "law": "VB 1"},
        {"date": "2026-01-10", "kind": "swapped_work", "name": {"vi": "Làm bù"}, "law": "VB 1"},
    ],
}
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def mark(day: date, kind: DayKind = DayKind.SWAPPED_OFF) -> DayMark:
    return DayMark(day=day, kind=kind, name={"vi": "Nghỉ hoán đổi", "en": "Swap"}, law="VB 2")


def test_a_swap_is_added_in_order_and_the_version_rises() -> None:
    changed = change_days(BASE, add=[mark(date(2026, 1, 5))])

    rules, problems = parse_calendar(changed)
    assert problems == []
    assert rules is not None
    assert rules.version == "2026.3"
    assert [each.day.day for each in rules.overrides] == [2, 5, 10]


def test_a_day_that_stood_there_is_replaced() -> None:
    changed = change_days(BASE, add=[mark(date(2026, 1, 10), DayKind.HOLIDAY)])

    rules, _problems = parse_calendar(changed)
    assert rules is not None
    assert [(each.day.day, each.kind) for each in rules.overrides] == [
        (2, DayKind.SWAPPED_OFF),
        (10, DayKind.HOLIDAY),
    ]


@given(st.lists(days, unique=True, max_size=8), st.lists(days, max_size=8))
def test_what_is_added_stands_there_and_what_is_removed_does_not(
    added: list[date], removed: list[date]
) -> None:
    changed = change_days(BASE, add=[mark(day) for day in added], remove=removed)

    rules, problems = parse_calendar(changed)
    assert problems == []
    assert rules is not None
    stands = {each.day for each in rules.overrides}
    assert set(added) <= stands
    assert not (set(removed) - set(added)) & stands
    assert stands <= {*added, date(2026, 1, 2), date(2026, 1, 10)}


@given(days)
def test_adding_and_removing_a_day_leaves_what_was(day: date) -> None:
    new = day + timedelta(days=3650)

    there = change_days(BASE, add=[mark(new)])
    back = change_days(there, remove=[new])

    assert back["overrides"] == BASE["overrides"]


@pytest.mark.parametrize(
    ("version", "after"), [("2026.2", "2026.3"), ("7", "8"), ("mới", "mới.1"), ("", "1")]
)
def test_a_version_rises(version: str, after: str) -> None:
    assert next_version(version) == after

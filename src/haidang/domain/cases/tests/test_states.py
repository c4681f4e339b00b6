from datetime import UTC, datetime
from itertools import product

import pytest

from haidang.domain.cases import states
from haidang.domain.cases.errors import IllegalStatus
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import TRANSITIONS, Status

AT = datetime(2026, 11, 23, tzinfo=UTC)
LEGAL = {
    ("draft", "1"),
    ("0", "4"), ("0", "7"), ("0", "8"), ("0", "9"),
    ("1", "2"), ("1", "3"), ("1", "5"), ("1", "7"),
    ("2", "4"), ("2", "0"), ("2", "7"), ("2", "8"),
    ("4", "5"), ("4", "6"), ("4", "7"), ("4", "8"), ("4", "9"), ("4", "0"),
    ("5", "1"), ("5", "4"), ("5", "7"), ("5", "8"),
    ("6", "4"), ("6", "7"), ("6", "8"),
    ("9", "10"),
}  # fmt: skip
"""The edges written a second time: a slip in the table is seen here."""


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_a_case_moves_along_the_legal_edges_and_no_other(before: Status, after: Status) -> None:
    case = Case(status=before)

    if (before, after) in LEGAL:
        assert case.move_to(after, at=AT) is before
        assert (case.status, case.changed_at) == (after, AT)
    else:
        with pytest.raises(IllegalStatus):
            case.move_to(after, at=AT)
        assert case.status == before


def test_finishing_and_returning_keep_their_instant() -> None:
    case = Case(status=Status.PROCESSING)
    case.move_to(Status.FINISHED, at=AT)
    case.move_to(Status.RETURNED, at=AT)

    assert (case.finished_at, case.returned_at) == (AT, AT)


def test_closed_cases_go_nowhere_and_every_other_status_leads_to_a_closed_one() -> None:
    assert {start for start, ends in TRANSITIONS.items() if not ends} == states.CLOSED
    for status in Status:
        assert status in states.CLOSED or reachable(status) & states.CLOSED


def test_every_status_can_be_reached_from_a_draft() -> None:
    assert reachable(Status.DRAFT) == set(Status) - {Status.DRAFT}


def test_every_status_has_its_name_in_both_languages() -> None:
    assert set(states.NAMES) == set(Status)
    assert all(set(names) == {"vi", "en"} for names in states.NAMES.values())


def test_the_edges_are_told_to_the_engines_as_plain_text() -> None:
    told = states.legal_edges()

    assert {(start, end) for start, ends in told.items() for end in ends} == LEGAL


def reachable(start: Status) -> set[Status]:
    found: set[Status] = set()
    waiting = [start]
    while waiting:
        fresh = TRANSITIONS[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found

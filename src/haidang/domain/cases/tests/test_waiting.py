"""The clocks add up: what a case waited is what lies between the marks of its history."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haidang.blocks.audit import public as audit
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    BUSINESS,
    MONDAY,
    World,
    get_row,
    make_submitted,
    take_step,
)
from haidang.domain.cases.tests.following import ITEM, pay
from haidang.domain.catalog import public as catalog
from haidang.kernel import clock

pytestmark = pytest.mark.django_db

WAITING = {"5", "6"}
spans = st.integers(min_value=1, max_value=6 * 24 * 60)


def waits_in_the_history(number: str, *, until: datetime) -> float:
    """Return the seconds between each entry into 5 or 6 and the way out of it."""
    waited, since = 0.0, None
    for entry in audit.list_entries(subject=number):
        if entry.code != "case.status_changed":
            continue
        at = datetime.fromisoformat(str(entry.facts["at"]))
        if since is not None and entry.facts["after"] not in WAITING:
            waited, since = waited + (at - since).total_seconds(), None
        elif since is None and entry.facts["after"] in WAITING:
            since = at
    return waited + ((until - since).total_seconds() if since else 0)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pays=spans, asks=spans, answers=spans)
def test_the_time_waited_is_what_the_history_says(
    world: World, pays: int, asks: int, answers: int
) -> None:
    with transaction.atomic():
        at = MONDAY
        with clock.stopped_at(at):
            number = make_submitted(
                applicant=world.binh, procedure=BUSINESS, scenario="individual"
            )
            take_step(number, action="accept", by=world.hoa)
            before = get_row(number).due_at
        at += timedelta(minutes=pays)
        with clock.stopped_at(at):
            pay(number)
            paid = get_row(number).due_at
            assert before is not None
            assert paid is not None
            calendar = catalog.working_calendar("haiphong")
            assert calendar.working_time(before, paid) == calendar.working_time(MONDAY, at)
        at += timedelta(minutes=asks)
        with clock.stopped_at(at):
            take_step(number, action="supplement", by=world.hoa, note="Thiếu", items=(ITEM,))
            assert cases.timing(number, actor=world.binh).waiting_since == at
        at += timedelta(minutes=answers)
        with clock.stopped_at(at):
            told = cases.timing(number, actor=world.binh)
            assert told.waited_seconds == waits_in_the_history(number, until=at)
            cases.answer_supplement(number, actor=world.binh)

        row = get_row(number)
        assert row.waited_seconds == timedelta(minutes=pays + answers).total_seconds()
        assert row.waited_seconds == waits_in_the_history(number, until=at)
        assert row.waiting_since is None
        transaction.set_rollback(True)


def test_an_ended_wait_is_closed_by_every_way_out(world: World) -> None:
    endings = {"withdraw": cases.withdraw_case, "stop": cases.stop_case}
    for name, act in endings.items():
        number = make_submitted(applicant=world.lan)
        take_step(number, action="accept", by=world.hoa)
        take_step(number, action="supplement", by=world.hoa, note="Thiếu", items=(ITEM,))
        with clock.stopped_at(MONDAY + timedelta(hours=5)):
            act(number, reason=name, actor=world.lan)

        row = get_row(number)
        assert (row.waiting_since, row.waited_seconds) == (None, 5 * 3600)

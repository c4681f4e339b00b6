"""Every process keeps the database's time, whatever its machine believes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from django.db import connection

from haidang.config import one_clock
from haidang.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.running_clock]

NEAR: Final = timedelta(seconds=5)


@pytest.fixture(autouse=True)
def _a_clock_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(one_clock, "_next_at", 0.0)
    yield
    clock.correct(timedelta(0))


@pytest.mark.parametrize("hours", [-1, 1, 24 * 400])
def test_a_machine_whose_clock_is_wrong_keeps_the_databases_time(
    monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    wrong = timedelta(hours=hours)
    monkeypatch.setattr(clock, "machine_now", lambda: _now() + wrong)

    one_clock.keep_time(connection)

    assert abs(clock.now() - _now()) < NEAR
    assert abs(clock.to_machine_time(clock.now()) - _now()) < NEAR


def test_a_right_clock_stays_as_it_is() -> None:
    one_clock.keep_time(connection)

    assert clock.correction() == timedelta(0)


def test_a_clock_that_was_put_right_is_corrected_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    clock.correct(timedelta(hours=-1))

    one_clock.keep_time(connection)

    assert clock.correction() == timedelta(0)


def test_the_clocks_are_compared_every_few_seconds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    one_clock.keep_time(connection)
    monkeypatch.setattr(clock, "machine_now", lambda: _now() + timedelta(hours=1))

    one_clock.keep_time(connection)

    assert clock.correction() == timedelta(0)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the machine's clock is what is tested

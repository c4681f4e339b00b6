from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from haidang.kernel import clock

NOON = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)


def test_a_stopped_clock_shows_its_instant_in_utc() -> None:
    with clock.stopped_at(datetime(2026, 9, 15, 19, 0, tzinfo=clock.VIETNAM)):
        assert clock.now() == NOON
        assert clock.now().tzinfo is UTC


def test_the_day_turns_at_midnight_in_vietnam_not_in_utc() -> None:
    with clock.stopped_at(datetime(2026, 9, 15, 16, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 9, 15)
    with clock.stopped_at(datetime(2026, 9, 15, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 9, 16)


def test_clocks_stop_within_each_other_and_go_on_after_a_fault() -> None:
    with clock.stopped_at(NOON):
        with pytest.raises(LookupError), clock.stopped_at(NOON + timedelta(days=1)):
            raise LookupError
        assert clock.now() == NOON


def test_an_instant_is_shown_in_vietnams_time() -> None:
    shown = clock.local(datetime(2026, 1, 1, 20, 30, tzinfo=timezone(timedelta(hours=-1))))

    assert shown.isoformat() == "2026-01-02T04:30:00+07:00"


def test_a_naive_instant_is_refused_everywhere() -> None:
    naive = NOON.replace(tzinfo=None)

    with pytest.raises(ValueError, match="time zone"):
        clock.local(naive)
    with pytest.raises(ValueError, match="time zone"), clock.stopped_at(naive):
        pass


@pytest.mark.running_clock
def test_a_running_clock_keeps_the_machines_time() -> None:
    before = clock.now()
    assert before.utcoffset() == timedelta(0)
    assert before <= clock.now() < before + timedelta(minutes=1)


@pytest.mark.running_clock
def test_a_shifted_clock_runs_ahead_and_knows_the_machines_time() -> None:
    before = clock.now()
    clock.shift(timedelta(days=30))
    try:
        assert clock.now() - before >= timedelta(days=30)
        back = clock.to_machine_time(clock.now())
    finally:
        clock.shift(timedelta(0))
    assert abs(back - before) < timedelta(minutes=1)

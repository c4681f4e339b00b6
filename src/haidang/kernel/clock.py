"""The one clock. Instants are aware and in UTC; people see Vietnam's time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

VIETNAM: Final[tzinfo] = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Vietnam keeps UTC+7 without summer time, so a fixed offset is exact since 1975."""

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)
_shift = timedelta(0)
_correction = timedelta(0)


def now() -> datetime:
    """Return the present instant in UTC."""
    stopped = _stopped_at.get()
    return stopped if stopped is not None else machine_now() + _correction + _shift


def machine_now() -> datetime:
    """Return what this machine believes the instant to be, right or wrong."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in Vietnam."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """Show an instant in Vietnam's time; a naive instant is a programmer's mistake."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return instant.astimezone(VIETNAM)


@contextmanager
def stopped_at(instant: datetime) -> Iterator[None]:
    """Stop the clock at an instant, for tests, scenarios and simulations."""
    token = _stopped_at.set(local(instant).astimezone(UTC))
    try:
        yield
    finally:
        _stopped_at.reset(token)


def to_machine_time(instant: datetime) -> datetime:
    """Return an instant of this clock without the shift of a demonstration: the queue's time."""
    return instant - _shift


def correct(offset: timedelta) -> None:
    """Let this process's clock run so much ahead of the machine's, which was found wrong."""
    global _correction  # noqa: PLW0603 - one process, one clock
    _correction = offset


def correction() -> timedelta:
    """Return by how much this process's clock differs from the machine's."""
    return _correction


def shift(offset: timedelta) -> None:
    """Run this process's clock ahead or behind, for demonstrations on sample data."""
    global _shift  # noqa: PLW0603 - one process, one clock; set once at start-up
    _shift = offset

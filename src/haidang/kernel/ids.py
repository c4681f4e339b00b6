"""Ids that sort by creation (UUID version 7, RFC 9562 section 5.7)."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final
from uuid import UUID

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_RANDOM_BITS: Final = 74
_TAIL_BITS: Final = 62
_STEP_BITS: Final = 32
_drawn: ContextVar[Iterator[UUID] | None] = ContextVar("drawn", default=None)


class _Order:
    """The place of the last id of this process: milliseconds, then 74 bits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        """Return a place after all before it, however many fall into one millisecond.

        RFC 9562, section 6.2, method 2: within a millisecond, a random step further.
        """
        fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS - 1)
        with self._lock:
            self._last = max(fresh, self._last + 1 + secrets.randbits(_STEP_BITS))
            return self._last


_order = _Order()


def new_id() -> UUID:
    """Return a fresh id, larger than every earlier one of this process."""
    drawn = _drawn.get()
    if drawn is not None:
        return next(drawn)
    place = _order.next()
    value = (place >> _RANDOM_BITS & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= (place >> _TAIL_BITS & 0xFFF) << 64
    value |= 0b10 << 62
    value |= place & (1 << _TAIL_BITS) - 1
    return UUID(int=value)


def new_code(length: int = 8) -> str:
    """Return a random code that people can read aloud: no 0, O, 1, I or L."""
    drawn = _drawn.get()
    if drawn is not None:
        return _spell(next(drawn).int, length)
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


@contextmanager
def drawn_from(source: Iterator[UUID]) -> Iterator[None]:
    """Draw ids and codes from a given source, for simulations that repeat exactly."""
    token = _drawn.set(source)
    try:
        yield
    finally:
        _drawn.reset(token)


def _spell(number: int, length: int) -> str:
    signs = []
    for _place in range(length):
        number, place = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[place])
    return "".join(signs)

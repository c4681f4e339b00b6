"""Ids that sort by creation (UUID version 7, RFC 9562 section 5.7)."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final
from uuid import UUID

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_drawn: ContextVar[Iterator[UUID] | None] = ContextVar("drawn", default=None)


def new_id() -> UUID:
    """Return a fresh id: 48 bits of milliseconds, then 74 random bits."""
    drawn = _drawn.get()
    if drawn is not None:
        return next(drawn)
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
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

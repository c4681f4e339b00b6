"""Ids that sort by creation (UUID version 7, RFC 9562 section 5.7)."""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """Return a fresh id: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return UUID(int=value)


def new_code(length: int = 8) -> str:
    """Return a random code that people can read aloud: no 0, O, 1, I or L."""
    alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    return "".join(secrets.choice(alphabet) for _ in range(length))

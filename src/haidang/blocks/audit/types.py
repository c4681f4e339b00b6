"""What crosses the door of the audit."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from haidang.kernel.events import JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act: who, what, when, about what, with which facts."""

    number: int
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    code: str
    subject: str
    facts: dict[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealingLag:
    """What waits to be sealed: how many entries, and when the oldest was written."""

    count: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The outcome of recomputing every digest and seal."""

    entries: int
    seals: int
    unsealed: int
    faults: tuple[str, ...]

    @property
    def is_unbroken(self) -> bool:
        """Tell whether nothing was changed, removed or put in later."""
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class SealMark:
    """A seal by its number and hash: whoever kept it can prove later what was there."""

    number: int
    hash: str


def digest_entry(
    *, at: datetime, actor: tuple[str, str, str], code: str, subject: str, facts: dict[str, JSON]
) -> bytes:
    """Return the SHA-256 over the canonical JSON of an act; ``actor`` is kind, id and name."""
    content = {
        "at": at.isoformat(), "actor": actor, "code": code, "subject": subject, "facts": facts,
    }  # fmt: skip
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of a binary hash tree (RFC 9162 section 2.1: leaves 0x00, nodes 0x01)."""
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [level[index : index + 2] for index in range(0, len(level), 2)]
        level = [
            hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) > 1 else pair[0]
            for pair in pairs
        ]
    return level[0]

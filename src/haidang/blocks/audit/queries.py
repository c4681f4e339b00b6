"""Read and verify the record."""

from collections.abc import Iterator
from typing import Final

from django.db import connection

from haidang.blocks.audit.models import AuditEntry, AuditSeal, SealedEntry
from haidang.blocks.audit.types import (
    Entry,
    SealingLag,
    SealMark,
    Verification,
    digest_entry,
    merkle_root,
)
from haidang.kernel.text import nfc

_UNSEALED: Final = (
    "SELECT e.id, e.at, e.actor_kind, e.actor_id, e.actor_name, e.code, e.subject, e.facts, "
    "e.digest FROM audit_auditentry e LEFT JOIN audit_sealedentry s ON s.entry_id = e.id "
    "WHERE s.entry_id IS NULL ORDER BY e.id"
)
"""Columns by name: the plan of a statement with a star would not outlive a new column."""
_HASHED: Final = (
    "id", "at", "actor_kind", "actor_id", "actor_name", "code", "subject", "facts", "digest",
)  # fmt: skip


def list_entries(*, subject: str, limit: int = 500) -> list[Entry]:
    """Return the acts about a subject, oldest first."""
    rows = AuditEntry.objects.filter(subject=nfc(subject)).order_by("at", "id")[:limit]
    return [_entry(row) for row in rows]


def sealing_lag() -> SealingLag:
    """Return how many entries came after the last sealed one, and when the oldest was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(at) FROM audit_auditentry WHERE id > "
            "(SELECT coalesce(max(entry_id), 0) FROM audit_sealedentry)"
        )
        count, oldest_at = cursor.fetchone()
    return SealingLag(count=count, oldest_at=oldest_at)


def verify(*, part: int = 0, parts: int = 1) -> Verification:
    """Recompute every digest, root and seal; list each thing that does not agree.

    One seal's entries are in memory at a time, so that a record of any length can be verified.
    A long record can be verified by several processes: each looks at the whole chain and at the
    entries of every n-th seal, and the first one at the unsealed entries too.
    """
    faults: list[str] = []
    seals = sealed = unsealed = 0
    for found, count in _check_seals(part, parts):
        seals, sealed = seals + 1, sealed + count
        faults.extend(found)
    waiting = AuditEntry.objects.raw(_UNSEALED).iterator() if part == 0 else iter(())
    for row in waiting:
        unsealed += 1
        faults.extend(_check_entry(row))
    return Verification(
        entries=sealed + unsealed, seals=seals, unsealed=unsealed, faults=tuple(faults)
    )


def find_last_seal() -> SealMark | None:
    """Return the newest seal, to which all before it are chained; None before the first."""
    seal = AuditSeal.objects.order_by("-number").first()
    return SealMark(number=seal.number, hash=bytes(seal.hash).hex()) if seal else None


def _check_seals(part: int, parts: int) -> Iterator[tuple[list[str], int]]:
    """Yield, seal by seal, what does not agree, and how many of its entries were looked at."""
    from_previous = bytes(32)
    for position, seal in enumerate(AuditSeal.objects.order_by("number").iterator(), start=1):
        faults = []
        if seal.number != position:
            faults.append(f"seal {seal.number}: a seal before it is missing")
        if bytes(seal.previous_hash) != from_previous:
            faults.append(f"seal {seal.number}: it is not chained to the seal before it")
        if seal.compute_hash() != bytes(seal.hash):
            faults.append(f"seal {seal.number}: its content was changed")
        from_previous = bytes(seal.hash)
        if position % parts != part:
            yield faults, 0
            continue
        present, wrong = _check_leaves(seal)
        faults.extend(wrong)
        is_whole = len(present) == seal.entry_count
        if present and (not is_whole or merkle_root(present) != bytes(seal.root)):
            faults.append(f"seal {seal.number}: its entries do not match its root")
        yield faults, len(present)


def _check_leaves(seal: AuditSeal) -> tuple[list[bytes], list[str]]:
    """Return the recomputed digests of a seal's entries, and what is wrong with them."""
    places = SealedEntry.objects.filter(seal=seal).order_by("place")
    numbers = list(places.values_list("entry_id", flat=True))
    if not numbers:
        return [], [f"seal {seal.number}: its entries are not known"]
    near = AuditEntry.objects.filter(pk__range=(min(numbers), max(numbers)))
    entries = {row[0]: row[1:] for row in near.values_list(*_HASHED).iterator(chunk_size=5_000)}
    present, faults = [], []
    for number in numbers:
        row = entries.get(number)
        if row is None:
            faults.append(f"entry {number}: sealed in {seal.number}, but gone")
            continue
        at, kind, actor, name, code, subject, facts, kept = row
        digest = digest_entry(
            at=at, actor=(kind, actor, name), code=code, subject=subject, facts=facts
        )
        if digest != bytes(kept):
            faults.append(_changed(number))
        present.append(digest)
    return present, faults


def _check_entry(row: AuditEntry) -> list[str]:
    return [] if row.compute_digest() == bytes(row.digest) else [_changed(row.pk)]


def _changed(number: int) -> str:
    return f"entry {number}: its content was changed"


def _entry(row: AuditEntry) -> Entry:
    return Entry(
        number=row.pk,
        at=row.at,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        code=row.code,
        subject=row.subject,
        facts=row.facts,
    )

"""Read and verify the record."""

from collections.abc import Iterator

from django.db import connection

from haidang.blocks.audit.models import AuditEntry, AuditSeal, SealedEntry
from haidang.blocks.audit.types import Entry, SealingLag, SealMark, Verification, merkle_root
from haidang.kernel.text import nfc


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


def verify() -> Verification:
    """Recompute every digest, root and seal; list each thing that does not agree."""
    faults: list[str] = []
    digests: dict[int, bytes] = {}
    for row in AuditEntry.objects.order_by("id").iterator(chunk_size=2_000):
        digests[row.pk] = row.compute_digest()
        if digests[row.pk] != bytes(row.digest):
            faults.append(f"entry {row.pk}: its content was changed")
    seals = list(AuditSeal.objects.order_by("number"))
    sealed = 0
    for fault, count in _check_seals(seals, digests):
        sealed += count
        faults.extend(fault)
    return Verification(
        entries=len(digests),
        seals=len(seals),
        unsealed=len(digests) - sealed,
        faults=tuple(faults),
    )


def find_last_seal() -> SealMark | None:
    """Return the newest seal, to which all before it are chained; None before the first."""
    seal = AuditSeal.objects.order_by("-number").first()
    return SealMark(number=seal.number, hash=bytes(seal.hash).hex()) if seal else None


def _check_seals(
    seals: list[AuditSeal], digests: dict[int, bytes]
) -> Iterator[tuple[list[str], int]]:
    from_previous = bytes(32)
    for position, seal in enumerate(seals, start=1):
        faults = []
        if seal.number != position:
            faults.append(f"seal {seal.number}: a seal before it is missing")
        if bytes(seal.previous_hash) != from_previous:
            faults.append(f"seal {seal.number}: it is not chained to the seal before it")
        if seal.compute_hash() != bytes(seal.hash):
            faults.append(f"seal {seal.number}: its content was changed")
        present, missing = _leaves(seal, digests)
        faults.extend(f"entry {number}: sealed in {seal.number}, but gone" for number in missing)
        if not missing and (
            len(present) != seal.entry_count or merkle_root(present) != bytes(seal.root)
        ):
            faults.append(f"seal {seal.number}: its entries do not match its root")
        from_previous = bytes(seal.hash)
        yield faults, len(present)


def _leaves(seal: AuditSeal, digests: dict[int, bytes]) -> tuple[list[bytes], list[int]]:
    numbers = list(
        SealedEntry.objects.filter(seal=seal).order_by("place").values_list("entry_id", flat=True)
    )
    present = [digests[number] for number in numbers if number in digests]
    return present, [number for number in numbers if number not in digests]


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

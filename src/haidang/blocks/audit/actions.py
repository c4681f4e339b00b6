"""Record acts and seal them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.db import connection, transaction

from haidang.blocks.audit.models import AuditEntry, AuditSeal, SealedEntry
from haidang.blocks.audit.queries import UNSEALED
from haidang.blocks.audit.types import digest_entry, merkle_root
from haidang.blocks.outbox import public as outbox
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.events import Event, to_json

_SEALING_LOCK: Final = 0x5EA1
GENESIS: Final = bytes(32)
_ROW: Final = "(%s, %s, %s, %s, %s, %s, %s, %s)"
_INSERT: Final = (
    "INSERT INTO audit_auditentry "
    "(at, actor_kind, actor_id, actor_name, code, subject, facts, digest) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
"""By hand: every act writes one, so the time that the ORM takes for it would count."""

_Told = tuple[Event, outbox.Statement]
_gathered: ContextVar[list[_Told] | None] = ContextVar("gathered", default=None)


def record(event: Event, *, actor: Actor) -> None:
    """Write down who did what, in the caller's transaction."""
    entry = _entry(event, actor=actor)
    with connection.cursor() as cursor:
        cursor.execute(entry.sql, entry.values)


def announce(event: Event, *, actor: Actor) -> None:
    """Write down an act and let the subscribers of its event know, in one transaction."""
    announce_all([event], actor=actor)


def announce_all(events: Sequence[Event], *, actor: Actor) -> None:
    """Write down acts that belong together, and publish their events, in one round trip."""
    told = [(event, _entry(event, actor=actor)) for event in events]
    gathered = _gathered.get()
    if gathered is None:
        _write(told)
    else:
        gathered.extend(told)


@contextmanager
def gathering() -> Iterator[None]:
    """Write all acts of a transaction together at its end, in the order in which they happened.

    Stands right inside ``atomic``. What is announced within is not in the tables before the
    block ends; a block that fails writes nothing, like its transaction. Nobody may catch an
    error of a savepoint inside it: the acts before the error would be written all the same.
    """
    if _gathered.get() is not None:
        yield
        return
    told: list[_Told] = []
    mark = _gathered.set(told)
    try:
        yield
    finally:
        _gathered.reset(mark)
    _write(told)


def _write(told: Sequence[_Told]) -> None:
    if told:
        values = tuple(value for _event, entry in told for value in entry.values)
        sql = _INSERT + f", {_ROW}" * (len(told) - 1)
        events = [event for event, _entry in told]
        outbox.publish_all(events, beside=outbox.Statement(sql=sql, values=values))


def _entry(event: Event, *, actor: Actor) -> outbox.Statement:
    at, facts, subject = now(), to_json(event), event.subject
    who = (actor.kind, actor.id, actor.name[:200])
    digest = digest_entry(at=at, actor=who, code=event.code, subject=subject, facts=facts)
    values = (at, *who, event.code, subject, json.dumps(facts), digest)
    return outbox.Statement(sql=_INSERT, values=values)


def seal_entries(*, batch: int = 5_000) -> int:
    """Bind all committed, unsealed entries into the next seal; return how many."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING_LOCK])
        entries = list(_unsealed(batch))
        if entries:
            _write_seal(entries)
    return len(entries)


def _unsealed(batch: int) -> Iterable[AuditEntry]:
    return AuditEntry.objects.raw(f"{UNSEALED} LIMIT %s", [batch])


def _write_seal(entries: Sequence[AuditEntry]) -> None:
    last = AuditSeal.objects.order_by("-number").first()
    seal = AuditSeal(
        number=last.number + 1 if last else 1,
        previous_hash=last.hash if last else GENESIS,
        root=merkle_root([bytes(entry.digest) for entry in entries]),
        entry_count=len(entries),
        sealed_at=now(),
    )
    seal.hash = seal.compute_hash()
    seal.save(force_insert=True)
    SealedEntry.objects.bulk_create(
        SealedEntry(entry_id=entry.pk, seal=seal, place=place)
        for place, entry in enumerate(entries)
    )

"""Record acts and seal them."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.db import connection, transaction

from haidang.blocks.audit.models import AuditSeal
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

BATCH: Final = 5_000
NEWEST: Final = 20_000
"""So far back an entry is looked for that came later than others with a higher number."""
_UNSEALED: Final = (
    "SELECT e.id, e.digest FROM audit_auditentry e "
    "LEFT JOIN audit_sealedentry s ON s.entry_id = e.id AND s.entry_id > %s "
    "WHERE e.id > %s AND s.entry_id IS NULL ORDER BY e.id LIMIT %s"
)
_SEALED: Final = (
    "INSERT INTO audit_sealedentry (seal_id, entry_id, place) "
    "SELECT %s, entry.id, entry.place - 1 "
    "FROM unnest(%s::bigint[]) WITH ORDINALITY AS entry (id, place)"
)

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


def seal_entries(*, batch: int = BATCH, newest: int | None = NEWEST) -> int:
    """Bind committed, unsealed entries into the next seal, in the order of ids; return how many.

    It looks among the ``newest`` before the last sealed one and all after it, so that the cost
    does not grow with the record; None looks everywhere.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING_LOCK])
        cursor.execute("SELECT coalesce(max(entry_id), 0) FROM audit_sealedentry")
        since = 0 if newest is None else max(int(cursor.fetchone()[0]) - newest, 0)
        cursor.execute(_UNSEALED, [since, since, batch])
        entries = [(int(number), bytes(digest)) for number, digest in cursor.fetchall()]
        if entries:
            seal = _next_seal([digest for _number, digest in entries])
            cursor.execute(_SEALED, [seal.number, [number for number, _digest in entries]])
    return len(entries)


def _next_seal(digests: Sequence[bytes]) -> AuditSeal:
    last = AuditSeal.objects.order_by("-number").first()
    seal = AuditSeal(
        number=last.number + 1 if last else 1,
        previous_hash=last.hash if last else GENESIS,
        root=merkle_root(digests),
        entry_count=len(digests),
        sealed_at=now(),
    )
    seal.hash = seal.compute_hash()
    seal.save(force_insert=True)
    return seal

"""Seal very many entries of the record in order, as ``audit.seal_entries`` seals a few."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db import connection, transaction

from haidang.blocks.audit import public as audit
from haidang.kernel.clock import now

BATCH: Final = 5_000
_NEXT: Final = (
    "SELECT e.id, e.digest FROM audit_auditentry e WHERE e.id > %s ORDER BY e.id LIMIT %s"
)


def seal_all(*, told: Callable[[int], None] = lambda _done: None) -> int:
    """Bind all entries that no seal holds yet; nobody else writes meanwhile. Return how many.

    Entries come in the order of their ids, so only those after the last sealed one are read.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(entry_id), 0) FROM audit_sealedentry")
        last, done = int(cursor.fetchone()[0]), 0
        while True:
            cursor.execute(_NEXT, [last, BATCH])
            rows = [(int(number), bytes(digest)) for number, digest in cursor.fetchall()]
            if not rows:
                return done
            with transaction.atomic():
                _seal(cursor, rows, at=now())
            last, done = rows[-1][0], done + len(rows)
            told(done)


def _seal(cursor: Any, rows: list[tuple[int, bytes]], *, at: datetime) -> None:  # noqa: ANN401 - Django's cursor
    model: Any = apps.get_model("audit", "AuditSeal")
    before = model.objects.order_by("-number").first()
    seal = model(
        number=before.number + 1 if before else 1,
        previous_hash=before.hash if before else bytes(32),
        root=audit.merkle_root([digest for _number, digest in rows]),
        entry_count=len(rows),
        sealed_at=at,
    )
    seal.hash = seal.compute_hash()
    seal.save(force_insert=True)
    # The seal was written above: asking for it again at every row would read the list of seals
    # some forty million times in a whole year.
    cursor.execute("SET LOCAL session_replication_role = replica")
    with cursor.copy("COPY audit_sealedentry (entry_id, seal_id, place) FROM STDIN") as copied:
        copied.write("".join(f"{row[0]}\t{seal.number}\t{n}\n" for n, row in enumerate(rows)))

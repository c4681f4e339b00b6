"""Publish generic packages of staged records, many at once."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import psycopg
from django.db import connection

from haidang.domain.catalog.actions.index import index_procedures
from haidang.domain.catalog.actions.publish import columns_of
from haidang.domain.catalog.models import ProcedureRevision, StagedRecord
from haidang.domain.catalog.queries.generic import generic_package
from haidang.domain.catalog.queries.staged import content_context
from haidang.engines.national import BUILDER
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.events import JSON
from haidang.kernel.ids import new_id

_COLUMNS: Final = ("name_vi", "name_en", "summary", "folded_name", "folded_text")
_AT_ONCE: Final = 400
_PUT_PROCEDURE: Final = """
INSERT INTO catalog_procedure (code, name_vi, name_en, summary, folded_name, folded_text)
VALUES (%s, %s, %s, %s::jsonb, %s, %s)
ON CONFLICT (code) DO UPDATE SET name_vi = EXCLUDED.name_vi, name_en = EXCLUDED.name_en,
    summary = EXCLUDED.summary, folded_name = EXCLUDED.folded_name,
    folded_text = EXCLUDED.folded_text
"""
_PUT_REVISION: Final = """
INSERT INTO catalog_procedurerevision
    (id, procedure_id, number, content, content_hash, builder, published_at, published_by)
VALUES (%s, %s, %s, %s::jsonb, %s, %s, %s, %s)
"""
_SET_CURRENT: Final = (
    "UPDATE catalog_procedure p SET current_id = r.id FROM catalog_procedurerevision r "
    "WHERE r.id = ANY(%s) AND p.code = r.procedure_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedGeneric:
    """A revision that was published: its procedure, number and hash."""

    code: str
    number: int
    content_hash: str


def content_of(row: StagedRecord) -> dict[str, JSON]:
    """Return what a generic revision stores: from it the same package is built for ever."""
    confirmed = row.confirmed is not None
    cited = {str(entry.get("number")) for entry in row.record.get("legal_basis") or ()}
    dead: list[JSON] = [*sorted(cited & set(content_context().dead_laws))]
    return {
        "format": BUILDER,
        "code": row.code,
        "snapshot_on": row.batch.snapshot_on.isoformat(),
        "record": row.record,
        "reading": row.confirmed if confirmed else row.reading,
        "flags": [] if confirmed else row.flags,
        "confirmed_by": row.confirmed_name if confirmed else "",
        "dead_laws": dead,
    }


def publish_generic(
    rows: Sequence[StagedRecord],
    *,
    actor: Actor,
    progress: Callable[[int], None] = lambda _count: None,
) -> list[PublishedGeneric]:
    """Publish the next revision of each record whose content differs from the newest.

    The caller's transaction holds it together; ``progress`` hears how many are done.
    """
    done: list[PublishedGeneric] = []
    for part in (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)):
        done += _publish_part(part, actor=actor)
        progress(len(part))
    return done


def digest_of(published: Iterable[PublishedGeneric]) -> str:
    """Return one hash that binds the code and content of every revision."""
    lines = sorted(f"{one.code} {one.number} {one.content_hash}" for one in published)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _publish_part(rows: Sequence[StagedRecord], *, actor: Actor) -> list[PublishedGeneric]:
    newest = _newest([row.code for row in rows])
    procedures: list[tuple[object, ...]] = []
    revisions: list[_NewRevision] = []
    for row in rows:
        content = content_of(row)
        digest = _hash(content)
        number, last_hash = newest.get(row.code, (0, ""))
        if digest == last_hash:
            continue
        package = generic_package({**content, "content_hash": digest})
        columns = columns_of(package)
        procedures.append((row.code, *(_plain(columns[name]) for name in _COLUMNS)))
        revisions.append(_NewRevision(row.code, number + 1, content, digest))
    _write(procedures, revisions, actor=actor)
    index_procedures([one.code for one in revisions])
    return [
        PublishedGeneric(code=one.code, number=one.number, content_hash=one.digest)
        for one in revisions
    ]


class _NewRevision(NamedTuple):
    """A revision to be written."""

    code: str
    number: int
    content: dict[str, JSON]
    digest: str


def _write(
    procedures: list[tuple[object, ...]], revisions: list[_NewRevision], *, actor: Actor
) -> None:
    """Write rows with bound values: quoting 20 MB of JSON in statements costs most of the time."""
    at = now()
    rows = [
        (new_id(), one.code, one.number, _plain(one.content), one.digest, BUILDER, at, actor.id)
        for one in revisions
    ]
    with connection.cursor() as cursor:
        with psycopg.Cursor(cursor.connection) as bound:
            bound.executemany(_PUT_PROCEDURE, procedures)
            bound.executemany(_PUT_REVISION, rows)
        cursor.execute(_SET_CURRENT, [[row[0] for row in rows]])


def _plain(value: object) -> object:
    """Return a value as the driver binds it; JSON as text."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _newest(codes: list[str]) -> dict[str, tuple[int, str]]:
    rows = ProcedureRevision.objects.filter(procedure_id__in=codes).order_by("number")
    listed = rows.values_list("procedure_id", "number", "content_hash")
    return {code: (number, digest) for code, number, digest in listed}


def _hash(content: dict[str, JSON]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

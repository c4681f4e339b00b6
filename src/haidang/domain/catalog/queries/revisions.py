"""Procedures and their revisions; revisions are immutable, so they are kept in memory."""

import functools
from typing import Final
from uuid import UUID

from haidang.blocks.statements import public as statements
from haidang.domain.catalog.errors import ProcedureUnknown, RevisionUnknown
from haidang.domain.catalog.models import Procedure, ProcedureRevision
from haidang.domain.catalog.queries.generic import generic_package
from haidang.domain.catalog.types import ProcedureSummary, Revision, RevisionId
from haidang.engines.packages import ProcedurePackage, from_json


@functools.lru_cache(maxsize=4_096)
def get_revision(revision_id: UUID) -> Revision:
    """Return a revision by its id; raises RevisionUnknown."""
    row = ProcedureRevision.objects.filter(pk=revision_id).first()
    if row is None:
        raise RevisionUnknown
    return Revision(
        id=RevisionId(row.id),
        code=row.procedure_id,
        number=row.number,
        content_hash=row.content_hash,
        published_at=row.published_at,
        package=_package(row),
    )


_CURRENT: Final = statements.Prepared(
    lambda code: Procedure.objects.filter(pk=code).only("current_id"), str
)


def _package(row: ProcedureRevision) -> ProcedurePackage:
    """Read the package that a revision stores, or build the one that it describes."""
    if not row.builder:
        return from_json(row.content)
    return generic_package({**row.content, "content_hash": row.content_hash})


def current_revision(code: str) -> Revision:
    """Return the newest revision of a procedure; raises ProcedureUnknown."""
    procedure = _CURRENT.first(code)
    if procedure is None or procedure.current_id is None:
        raise ProcedureUnknown
    return get_revision(procedure.current_id)


def list_procedures() -> list[ProcedureSummary]:
    """Return every published procedure in the order of codes."""
    rows = Procedure.objects.exclude(current=None).select_related("current")
    rows = rows.defer("current__content").order_by("code")
    return [summary_of(row) for row in rows]


def summary_of(row: Procedure) -> ProcedureSummary:
    """Return a procedure for a list."""
    return ProcedureSummary(
        code=row.code,
        name=row.summary["name"],
        field=row.summary["field"],
        summary=row.summary["summary"],
        level=tuple(row.summary["level"]),
        audiences=tuple(row.summary["audiences"]),
        revision=row.current.number if row.current else 0,
    )

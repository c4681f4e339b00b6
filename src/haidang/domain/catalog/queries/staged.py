"""Reads of staged records: for stewards only."""

import functools
from collections import Counter
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db.models import Count, F, Func, QuerySet

from haidang.domain.catalog import policies
from haidang.domain.catalog.errors import CatalogError, RecordUnknown
from haidang.domain.catalog.models import StagedRecord
from haidang.domain.catalog.types import (
    StagedCounts,
    StagedFilters,
    StagedPage,
    StagedState,
    StagedSummary,
    StagedView,
)
from haidang.engines.national import (
    NationalRecord,
    compare_records,
    flag_of,
    normalise_code,
    read_record,
    reading_of,
)
from haidang.engines.packages import Context, load_context
from haidang.kernel.actors import Actor
from haidang.kernel.events import JSON
from haidang.kernel.text import fold

PAGE: Final = 50


class StoredRecordUnreadable(CatalogError):
    """A record in the table cannot be read any more; the table was changed by hand."""

    code = "catalog.stored_record_unreadable"


def list_staged(
    filters: StagedFilters, *, actor: Actor, after: str = "", limit: int = PAGE
) -> StagedPage:
    """Return a page of staged records in the order of codes."""
    policies.check_can_steward(actor)
    rows = _narrowed(filters)
    if after:
        rows = rows.filter(code__gt=after)
    found = list(
        rows.order_by("code").defer("record", "previous", "flags", "reading")[: limit + 1]
    )
    more = len(found) > limit
    return StagedPage(
        records=tuple(staged_summary(row) for row in found[:limit]),
        after=found[limit - 1].code if more else "",
    )


def list_staged_codes(filters: StagedFilters, *, actor: Actor) -> tuple[str, ...]:
    """Return the codes of all staged records that the filters leave."""
    policies.check_can_steward(actor)
    return tuple(_narrowed(filters).order_by("code").values_list("code", flat=True))


def get_staged(code: str, *, actor: Actor) -> StagedView:
    """Return a staged record with its flags and readings; raises RecordUnknown."""
    policies.check_can_steward(actor)
    row = StagedRecord.objects.select_related("batch").filter(pk=code).first()
    if row is None:
        raise RecordUnknown
    previous = row.previous
    return StagedView(
        summary=staged_summary(row),
        record=stored_record(row.record),
        previous=stored_record(previous) if previous else None,
        changes=compare_records(previous, row.record) if previous else (),
        flags=tuple(flag_of(flag) for flag in row.flags),
        reading=reading_of(row.reading),
        confirmed=reading_of(row.confirmed) if row.confirmed else None,
        confirmed_name=row.confirmed_name,
        confirmed_at=row.confirmed_at,
        line=row.line,
        snapshot_on=row.batch.snapshot_on,
    )


def count_staged(*, actor: Actor) -> StagedCounts:
    """Return how many records stand where, fell into which trap, and come from whom."""
    policies.check_can_steward(actor)
    rows = StagedRecord.objects.order_by()
    states = rows.values("state").annotate(count=Count("code")).order_by("state")
    ministries = rows.values("ministry").annotate(count=Count("code")).order_by("ministry")
    traps: Counter[str] = Counter(
        rows.annotate(trap=Func(F("traps"), function="unnest"))
        .order_by("code")
        .values_list("trap", flat=True)
    )
    return StagedCounts(
        states={row["state"]: row["count"] for row in states},
        traps=dict(traps.most_common()),
        ministries={row["ministry"]: row["count"] for row in ministries},
    )


def stored_record(data: Mapping[str, JSON]) -> NationalRecord:
    """Read a record back from a table, where only sound ones are written."""
    record, problems = read_record(data)
    if record is None:
        raise StoredRecordUnreadable("; ".join(problem.code for problem in problems))
    return record


@functools.lru_cache(maxsize=1)
def content_context() -> Context:
    """Return the lists of the content that records are held against."""
    return load_context(settings.HAIDANG_CONTENT_DIR)


def staged_summary(row: StagedRecord) -> StagedSummary:
    """Return a staged record for a list."""
    return StagedSummary(
        code=row.code,
        name=row.name,
        field=row.field,
        ministry=row.ministry,
        levels=tuple(row.levels),
        state=StagedState(row.state),
        traps=tuple(row.traps),
        needs_care=row.needs_care,
        is_gone=row.is_gone,
    )


def _narrowed(filters: StagedFilters) -> QuerySet[StagedRecord]:
    rows = StagedRecord.objects.all()
    if filters.trap:
        rows = rows.filter(traps__contains=[filters.trap])
    if filters.ministry:
        rows = rows.filter(ministry="" if filters.ministry == "-" else filters.ministry)
    if filters.level:
        rows = rows.filter(levels__contains=[filters.level])
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.clean_only:
        rows = rows.filter(needs_care=False).exclude(
            state__in=[StagedState.CONFIRMED, StagedState.OWN]
        )
    code = normalise_code(filters.query)
    if code:
        rows = rows.filter(code=code[0])
    elif filters.query.strip():
        rows = rows.filter(folded__contains=fold(filters.query))
    return rows

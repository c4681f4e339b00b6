"""Read a file of the national catalogue into staging, and publish what may be published."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.catalog import policies
from haidang.domain.catalog.actions.publish_generic import (
    PublishedGeneric,
    digest_of,
    publish_generic,
)
from haidang.domain.catalog.models import ImportBatch, Procedure, StagedRecord
from haidang.domain.catalog.queries.staged import content_context
from haidang.domain.catalog.types import (
    CatalogImported,
    ImportFault,
    ImportOutcome,
    RecordDifference,
    StagedState,
)
from haidang.engines.national import (
    Flag,
    Lists,
    NationalRecord,
    clean_name,
    compare_records,
    hash_record,
    judge,
    lists_of,
    read_line,
    safe_reading,
    told_twice,
)
from haidang.kernel.actors import Actor
from haidang.kernel.errors import Severity
from haidang.kernel.text import fold

Progress = Callable[[str, int, int], None]
"""Hears the name of a stage, how many are done, and of how many."""

_CHANGING: Final = (
    "suffix", "name", "folded", "ministry", "field", "levels", "state", "record", "record_hash",
    "previous", "flags", "traps", "needs_care", "reading", "batch", "line", "is_gone",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """A file of the national catalogue: its lines, and the day on which it was taken."""

    name: str
    sha256: str
    lines: Sequence[bytes]
    snapshot_on: date


@dataclass(slots=True, kw_only=True)
class _Read:
    """What stands in a file."""

    records: dict[str, tuple[int, NationalRecord]] = field(default_factory=dict)
    faults: list[ImportFault] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Staged:
    """What staging made of it."""

    fresh: list[StagedRecord] = field(default_factory=list)
    changed: list[StagedRecord] = field(default_factory=list)
    unchanged: int = 0
    gone: tuple[str, ...] = ()
    differences: list[RecordDifference] = field(default_factory=list)


def import_records(
    file: ImportFile,
    *,
    publish: bool,
    actor: Actor,
    progress: Progress = lambda _stage, _done, _all: None,
) -> ImportOutcome:
    """Stage every sound line of a file; with ``publish``, publish safe readings at once.

    A wrong line is told with everything that is wrong and does not stop the others. What is
    unchanged stays as it is. A record that a steward confirmed is never replaced: changed, it
    waits to be confirmed again. A procedure with its own package keeps it. Raises NotSteward.
    """
    policies.check_can_steward(actor)
    begun = time.monotonic()
    read = _read(file.lines, progress)
    lists = lists_of(content_context(), [record for _line, record in read.records.values()])
    with transaction.atomic():
        batch = ImportBatch(
            file_name=file.name[:200], file_hash=file.sha256,
            snapshot_on=file.snapshot_on, imported_by=actor.id,
        )  # fmt: skip
        staged = _stage(read, lists, batch, progress)
        waiting = _waiting() if publish else []
        published = _publish(waiting, actor=actor, progress=progress) if waiting else []
        if staged.fresh or staged.changed or published or read.faults:
            _announce(file, batch, read, staged, published, actor=actor)
    return _outcome(read, staged, published, seconds=time.monotonic() - begun)


def _read(lines: Sequence[bytes], progress: Progress) -> _Read:
    read = _Read()
    for at, raw in enumerate(lines, start=1):
        if at % 100 == 0 or at == len(lines):
            progress("read", at, len(lines))
        if not raw.strip():
            continue
        record, problems = read_line(raw)
        if record is None:
            read.faults.append(ImportFault(line=at, problems=problems))
        elif record.code in read.records:
            twice = told_twice(read.records[record.code][0])
            read.faults.append(ImportFault(line=at, problems=(twice,)))
        else:
            read.records[record.code] = (at, record)
    return read


def _stage(read: _Read, lists: Lists, batch: ImportBatch, progress: Progress) -> _Staged:
    known = {row.code: row for row in StagedRecord.objects.select_for_update().order_by("code")}
    own = set(
        Procedure.objects.filter(code__in=read.records, current__builder="").values_list(
            "code", flat=True
        )
    )
    staged = _Staged()
    for done, (code, (line, record)) in enumerate(read.records.items(), start=1):
        if done % 100 == 0 or done == len(read.records):
            progress("judge", done, len(read.records))
        row, digest = known.get(code), hash_record(record.data)
        if row is not None and row.record_hash == digest and not row.is_gone:
            staged.unchanged += 1
            continue
        fresh = _row(record, digest, line=line, batch=batch, lists=lists)
        if row is None:
            fresh.state = StagedState.OWN if code in own else StagedState.STAGED
            staged.fresh.append(fresh)
        else:
            _carry_over(fresh, row, own=code in own)
            staged.changed.append(fresh)
            staged.differences.append(_difference(row, fresh))
    if not read.faults:
        staged.gone = tuple(sorted(set(known) - set(read.records)))
    _write(staged, batch)
    return staged


def _write(staged: _Staged, batch: ImportBatch) -> None:
    if staged.fresh or staged.changed:
        batch.save(force_insert=True)
    StagedRecord.objects.bulk_create(staged.fresh, batch_size=500)
    if staged.changed:
        StagedRecord.objects.bulk_update(staged.changed, _CHANGING, batch_size=200)
    StagedRecord.objects.filter(code__in=staged.gone, is_gone=False).update(is_gone=True)


def _row(
    record: NationalRecord, digest: str, *, line: int, batch: ImportBatch, lists: Lists
) -> StagedRecord:
    flags = judge(record, lists)
    name = clean_name(record)
    return StagedRecord(
        code=record.code,
        suffix=record.suffix[:60],
        name=name[:1_200],
        folded=fold(f"{name} {record.field}"),
        ministry=record.ministry[:60],
        field=record.field[:200],
        levels=list(record.level),
        record=dict(record.data),
        record_hash=digest,
        flags=[flag.to_json() for flag in flags],
        traps=list(dict.fromkeys(flag.code for flag in flags)),
        needs_care=needs_care(flags),
        reading=safe_reading(record, lists).to_json(),
        batch=batch,
        line=line,
    )


def needs_care(flags: Iterable[Flag]) -> bool:
    """Tell whether a record must be read by a steward before it is confirmed."""
    return any(flag.severity is not Severity.INFO for flag in flags)


def _carry_over(fresh: StagedRecord, row: StagedRecord, *, own: bool) -> None:
    """Keep what stewards did to the record, and what a changed one is compared with."""
    fresh.confirmed, fresh.confirmed_by = row.confirmed, row.confirmed_by
    fresh.confirmed_name, fresh.confirmed_at = row.confirmed_name, row.confirmed_at
    was_confirmed = row.state in {StagedState.CONFIRMED, StagedState.CHANGED}
    if own:
        fresh.state = StagedState.OWN
    else:
        fresh.state = StagedState.CHANGED if was_confirmed else StagedState.STAGED
    fresh.previous = row.previous if row.state == StagedState.CHANGED else row.record


def _difference(row: StagedRecord, fresh: StagedRecord) -> RecordDifference:
    return RecordDifference(
        code=row.code,
        changes=compare_records(row.record, fresh.record),
        waits=fresh.state == StagedState.CHANGED,
    )


def _waiting() -> list[StagedRecord]:
    """Return what may be published now: all that is staged, also from earlier files."""
    rows = StagedRecord.objects.filter(state=StagedState.STAGED).select_related("batch")
    return list(rows.order_by("code"))


def _publish(
    rows: list[StagedRecord], *, actor: Actor, progress: Progress
) -> list[PublishedGeneric]:
    done = 0

    def hear(count: int) -> None:
        nonlocal done
        done += count
        progress("publish", done, len(rows))

    published = publish_generic(rows, actor=actor, progress=hear)
    codes = [row.code for row in rows]
    StagedRecord.objects.filter(code__in=codes).update(state=StagedState.PUBLISHED)
    return published


def _announce(
    file: ImportFile,
    batch: ImportBatch,
    read: _Read,
    staged: _Staged,
    published: list[PublishedGeneric],
    *,
    actor: Actor,
) -> None:
    figures = {
        "records": len(read.records), "new": len(staged.fresh), "changed": len(staged.changed),
        "faults": len(read.faults), "published": len(published),
    }  # fmt: skip
    ImportBatch.objects.filter(pk=batch.pk).update(figures=figures)
    event = CatalogImported(
        batch_id=batch.pk,
        file_name=file.name,
        file_hash=file.sha256,
        digest=digest_of(published),
        **figures,
    )
    audit.announce(event, actor=actor)


def _outcome(
    read: _Read, staged: _Staged, published: list[PublishedGeneric], *, seconds: float
) -> ImportOutcome:
    records = [record for _line, record in read.records.values()]
    rows = StagedRecord.objects.filter(code__in=read.records)
    listed = list(rows.order_by("code").values_list("code", "state", "traps", "needs_care"))
    return ImportOutcome(
        records=len(records),
        new=len(staged.fresh),
        changed=len(staged.changed),
        unchanged=staged.unchanged,
        gone=staged.gone,
        own=tuple(code for code, state, _t, _c in listed if state == StagedState.OWN),
        published=len(published),
        levels=_counted(level for record in records for level in record.level or ("none",)),
        channels=_counted(
            channel for record in records for channel in {row.channel for row in record.channels}
        ),
        traps=_counted(trap for _c, _s, traps, _n in listed for trap in traps),
        clean=sum(not care for _c, _s, _t, care in listed),
        differences=tuple(staged.differences),
        faults=tuple(read.faults),
        seconds=seconds,
    )


def _counted(words: Iterable[str]) -> Mapping[str, int]:
    return dict(Counter(words).most_common())

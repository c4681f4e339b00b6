"""A steward says what a record of the national catalogue means; that is published."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.catalog import policies
from haidang.domain.catalog.actions.publish_generic import publish_generic
from haidang.domain.catalog.errors import (
    ReadingFaulty,
    RecordChangedMeanwhile,
    RecordHasOwnPackage,
    RecordUnknown,
)
from haidang.domain.catalog.models import ProcedureRevision, StagedRecord
from haidang.domain.catalog.queries.staged import stored_record
from haidang.domain.catalog.types import RecordConfirmed, StagedState
from haidang.engines.national import Reading, check_reading, reading_of
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkConfirmation:
    """What a confirmation of many records did, and why some were left."""

    confirmed: tuple[str, ...]
    left: tuple[str, ...]


def confirm_record(
    code: str, *, actor: Actor, reading: Reading | None = None, seen: str = ""
) -> int:
    """Confirm a record and publish its next revision without open points; return its number.

    ``reading`` is what the steward entered, else the safe one; ``seen`` the hash of the record
    that the steward read. Raises NotSteward, RecordUnknown, RecordHasOwnPackage,
    RecordChangedMeanwhile, ReadingFaulty with everything that is wrong.
    """
    policies.check_can_steward(actor)
    with transaction.atomic():
        row = _lock(code)
        if row.state == StagedState.OWN:
            raise RecordHasOwnPackage
        if seen and seen != row.record_hash:
            raise RecordChangedMeanwhile
        agreed = reading or reading_of(row.reading)
        problems = check_reading(stored_record(row.record), agreed)
        if problems:
            raise ReadingFaulty(problems)
        row.confirmed, row.previous = agreed.to_json(), None
        row.confirmed_by, row.confirmed_name = actor.id, actor.name[:200]
        row.confirmed_at, row.state = now(), StagedState.CONFIRMED
        row.save()
        published = publish_generic([row], actor=actor)
        number = published[0].number if published else _newest_number(code)
        event = RecordConfirmed(
            procedure=code, record_hash=row.record_hash, traps=tuple(row.traps), revision=number
        )
        audit.announce(event, actor=actor)
    return number


def confirm_clean_records(codes: Iterable[str], *, actor: Actor) -> BulkConfirmation:
    """Confirm the safe reading of many records; those with flags of weight are left alone."""
    policies.check_can_steward(actor)
    confirmed, left = [], []
    for code in codes:
        row = StagedRecord.objects.filter(pk=code).first()
        open_states = {StagedState.STAGED, StagedState.PUBLISHED, StagedState.CHANGED}
        if row is None or row.needs_care or row.state not in open_states:
            left.append(code)
            continue
        try:
            confirm_record(code, actor=actor, seen=row.record_hash)
        except ReadingFaulty:
            left.append(code)
        else:
            confirmed.append(code)
    return BulkConfirmation(confirmed=tuple(confirmed), left=tuple(left))


def _lock(code: str) -> StagedRecord:
    rows = StagedRecord.objects.select_for_update(of=("self",)).select_related("batch")
    row = rows.filter(pk=code).first()
    if row is None:
        raise RecordUnknown
    return row


def _newest_number(code: str) -> int:
    rows = ProcedureRevision.objects.filter(procedure_id=code).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0

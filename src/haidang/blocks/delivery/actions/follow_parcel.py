"""Ask the post where parcels are, and take each thing that it tells once."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.delivery.errors import ParcelUnknown
from haidang.blocks.delivery.models import MovementRow, ParcelRow
from haidang.blocks.delivery.providers import get_provider
from haidang.blocks.delivery.queries import describe
from haidang.blocks.delivery.states import ON_THE_WAY
from haidang.blocks.delivery.types import (
    Movement,
    Parcel,
    ParcelDelivered,
    ParcelMoved,
    ParcelSentBack,
    ParcelStatus,
)
from haidang.blocks.outbox import public as outbox
from haidang.kernel.actors import system
from haidang.kernel.clock import now
from haidang.kernel.events import Event

_SYSTEM: Final = system("delivery")


def follow_parcel(parcel_id: UUID) -> Parcel:
    """Ask the post about a parcel and take what is new; call outside transactions."""
    row = ParcelRow.objects.filter(pk=parcel_id).first()
    if row is None:
        raise ParcelUnknown
    if row.status not in ON_THE_WAY:
        return describe(row)
    told = get_provider(row.provider).movements(tracking=row.tracking)
    with transaction.atomic():
        row = ParcelRow.objects.select_for_update(of=("self",)).get(pk=parcel_id)
        for movement in told:
            _take(row, movement)
    return describe(row)


def follow_moving_parcels(*, limit: int = 500) -> int:
    """Have the post asked about each parcel that was silent too long; return how many."""
    asked_at = now()
    silence = timedelta(seconds=settings.HAIDANG_DELIVERY_POLL_SECONDS)
    with transaction.atomic():
        rows = ParcelRow.objects.silent_since(asked_at - silence).order_by("polled_at")
        chosen = list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])
        for row in chosen:
            outbox.defer(POLL, parcel_id=str(row.id))
        ParcelRow.objects.filter(pk__in=[row.pk for row in chosen]).update(polled_at=asked_at)
    return len(chosen)


def _take(row: ParcelRow, movement: Movement) -> None:
    """Keep a movement that is new; one that comes after the end changes nothing."""
    _known, is_new = MovementRow.objects.get_or_create(
        parcel=row,
        event_id=movement.event_id,
        defaults={
            "status": movement.status,
            "at": movement.at,
            "text": movement.text[:300],
            "place": movement.place[:200],
        },
    )
    if not is_new or row.status not in ON_THE_WAY:
        return
    row.move_to(movement.status, at=movement.at)
    row.reason = movement.text[:300] if movement.status is ParcelStatus.SENT_BACK else ""
    row.save(update_fields=["status", "ended_at", "reason"])
    audit.announce(_event(row, movement, at=movement.at), actor=_SYSTEM)


def _event(row: ParcelRow, movement: Movement, *, at: datetime) -> Event:
    match movement.status:
        case ParcelStatus.DELIVERED:
            return ParcelDelivered(
                case_number=row.subject, parcel_id=row.id, direction=row.direction, at=at
            )
        case ParcelStatus.SENT_BACK:
            return ParcelSentBack(
                case_number=row.subject, parcel_id=row.id, reason=movement.text, at=at
            )
        case _:
            return ParcelMoved(
                case_number=row.subject, parcel_id=row.id, text=movement.text, at=at
            )


def _follow(*, parcel_id: str) -> None:
    follow_parcel(UUID(parcel_id))


POLL: Final = outbox.Task(name="delivery.follow_parcel", queue="default", function=_follow)

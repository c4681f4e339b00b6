"""Have the post fetch a parcel, once; note one that a person sent."""

from dataclasses import asdict
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.delivery import policies
from haidang.blocks.delivery.errors import ParcelDiffers
from haidang.blocks.delivery.models import ParcelRow
from haidang.blocks.delivery.providers import get_provider
from haidang.blocks.delivery.queries import describe
from haidang.blocks.delivery.types import (
    Direction,
    Order,
    Parcel,
    ParcelDelivered,
    ParcelOrdered,
    ParcelRefused,
    ParcelRequested,
    ParcelStatus,
    Place,
    place_of,
)
from haidang.blocks.outbox import public as outbox
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now
from haidang.kernel.errors import ProviderRefused

_SYSTEM: Final = system("delivery")


def request_parcel(
    *,
    subject: str,
    direction: Direction,
    sender: Place,
    receiver: Place,
    contents: str,
    idempotency_key: str,
    actor: Actor,
) -> Parcel:
    """Decide that the post fetches a parcel; the post itself is told after commit.

    A second call with the same key returns what the first one made. Raises ParcelDiffers.
    """
    policies.check_can_order(actor)
    with transaction.atomic():
        known = ParcelRow.objects.filter(idempotency_key=idempotency_key).first()
        if known is not None:
            if known.subject != subject:
                raise ParcelDiffers
            return describe(known)
        row = ParcelRow.objects.create(
            idempotency_key=idempotency_key,
            subject=subject,
            direction=direction,
            provider=settings.HAIDANG_DELIVERY_PROVIDER,
            sender=asdict(sender),
            receiver=asdict(receiver),
            contents=contents[:300],
            requested_at=now(),
            polled_at=now(),
        )
        event = ParcelRequested(case_number=subject, parcel_id=row.id, direction=direction)
        audit.announce(event, actor=actor)
        outbox.defer(SEND, lock=str(row.id), parcel_id=str(row.id))
    return describe(row)


def send_parcel(parcel_id: UUID) -> None:
    """Tell the post of a parcel; after a crash again, with the same key, which orders once."""
    row = ParcelRow.objects.get(pk=parcel_id)
    if row.status != ParcelStatus.REQUESTED:
        return
    order = Order(
        key=str(row.id),
        reference=row.subject,
        sender=place_of(row.sender),
        receiver=place_of(row.receiver),
        contents=row.contents,
    )
    try:
        tracking, reason = get_provider(row.provider).order(order), ""
    except ProviderRefused as refusal:
        tracking, reason = "", str(refusal)
    with transaction.atomic():
        row = ParcelRow.objects.select_for_update(of=("self",)).get(pk=parcel_id)
        if row.status != ParcelStatus.REQUESTED:
            return
        row.tracking, row.reason = tracking, reason[:300]
        row.move_to(ParcelStatus.ORDERED if tracking else ParcelStatus.REFUSED, at=now())
        row.save(update_fields=["tracking", "reason", "status", "ordered_at", "ended_at"])
        event = (
            ParcelOrdered(case_number=row.subject, parcel_id=row.id, tracking=tracking)
            if tracking
            else ParcelRefused(case_number=row.subject, parcel_id=row.id, reason=row.reason)
        )
        audit.announce(event, actor=_SYSTEM)


def note_arrival(
    *, subject: str, tracking: str, sender: Place, receiver: Place, contents: str, actor: Actor
) -> Parcel:
    """Write down a parcel that a person sent and that lies on the desk; once per number."""
    policies.check_can_order(actor)
    provider, at = settings.HAIDANG_DELIVERY_PROVIDER, now()
    with transaction.atomic():
        row, is_new = ParcelRow.objects.get_or_create(
            provider=provider,
            tracking=tracking,
            defaults={
                "idempotency_key": f"in:{provider}:{tracking}",
                "subject": subject,
                "direction": "from_person",
                "status": ParcelStatus.DELIVERED,
                "sender": asdict(sender),
                "receiver": asdict(receiver),
                "contents": contents[:300],
                "requested_at": at,
                "ordered_at": at,
                "ended_at": at,
            },
        )
        if row.subject != subject:
            raise ParcelDiffers
        if is_new:
            event = ParcelDelivered(
                case_number=subject, parcel_id=row.id, direction="from_person", at=at
            )
            audit.announce(event, actor=actor)
    return describe(row)


def _send(*, parcel_id: str) -> None:
    send_parcel(UUID(parcel_id))


SEND: Final = outbox.Task(name="delivery.send_parcel", queue="default", function=_send)

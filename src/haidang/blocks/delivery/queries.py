"""Reads of delivery."""

from typing import Literal
from uuid import UUID

from haidang.blocks.delivery.errors import ParcelUnknown
from haidang.blocks.delivery.models import ParcelRow
from haidang.blocks.delivery.types import Movement, Parcel, ParcelId, ParcelStatus, place_of


def get_parcel(parcel_id: UUID) -> Parcel:
    """Return a parcel; raises ParcelUnknown."""
    row = ParcelRow.objects.filter(pk=parcel_id).first()
    if row is None:
        raise ParcelUnknown
    return describe(row)


def list_parcels(*, subject: str) -> list[Parcel]:
    """Return the parcels of a subject, oldest first; the caller knows who may see it."""
    rows = ParcelRow.objects.of_subject(subject).prefetch_related("movements")
    return [describe(row) for row in rows.order_by("requested_at", "id")]


def describe(row: ParcelRow) -> Parcel:
    """Return a parcel as others see it."""
    told = sorted(row.movements.all(), key=lambda one: (one.at, one.pk))
    return Parcel(
        id=ParcelId(row.id),
        subject=row.subject,
        direction=_direction(row.direction),
        provider=row.provider,
        tracking=row.tracking,
        status=ParcelStatus(row.status),
        sender=place_of(row.sender),
        receiver=place_of(row.receiver),
        contents=row.contents,
        requested_at=row.requested_at,
        ordered_at=row.ordered_at,
        ended_at=row.ended_at,
        reason=row.reason,
        movements=tuple(
            Movement(
                event_id=one.event_id,
                status=ParcelStatus(one.status),
                at=one.at,
                text=one.text,
                place=one.place,
            )
            for one in told
        ),
    )


def _direction(text: str) -> Literal["to_person", "from_person"]:
    return "from_person" if text == "from_person" else "to_person"

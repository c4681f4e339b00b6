"""Orders and movements: theirs and ours. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from haidang.blocks.delivery.public import Movement, Order, ParcelStatus, Place
from haidang.kernel.errors import ProviderUnavailable
from haidang.kernel.events import JSON

STATUSES: Final[Mapping[str, ParcelStatus]] = {
    "accepted": ParcelStatus.MOVING,
    "picked_up": ParcelStatus.MOVING,
    "in_transit": ParcelStatus.MOVING,
    "out_for_delivery": ParcelStatus.MOVING,
    "failed_attempt": ParcelStatus.MOVING,
    "delivered": ParcelStatus.DELIVERED,
    "returned": ParcelStatus.SENT_BACK,
}
"""The post's words; one that is not known yet still means that the parcel moves."""


def to_order(order: Order) -> dict[str, JSON]:
    """Return an order in the post's words."""
    return {
        "reference": order.reference,
        "sender": _place(order.sender),
        "receiver": _place(order.receiver),
        "contents": order.contents,
        "service": "public_administration",
    }


def to_movement(content: object) -> Movement:
    """Return a movement in our words; raises ProviderUnavailable when it cannot be read."""
    if not isinstance(content, dict):
        raise ProviderUnavailable("The post's answer cannot be read.")
    try:
        return Movement(
            event_id=str(content["event_id"]),
            status=STATUSES.get(str(content["status"]), ParcelStatus.MOVING),
            at=_instant(str(content["at"])),
            text=str(content.get("text", "")),
            place=str(content.get("place", "")),
        )
    except (KeyError, ValueError) as error:
        raise ProviderUnavailable("The post's answer cannot be read.") from error


def _place(place: Place) -> dict[str, JSON]:
    return {"name": place.name, "phone": place.phone, "address": place.address}


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("The time of a movement needs a time zone.")
    return at

"""The front door of delivery."""

from haidang.blocks.delivery.actions import (
    follow_moving_parcels,
    follow_parcel,
    note_arrival,
    request_parcel,
    send_parcel,
)
from haidang.blocks.delivery.errors import DeliveryError, ParcelDiffers, ParcelUnknown
from haidang.blocks.delivery.policies import can_order
from haidang.blocks.delivery.providers import DeliveryProvider, get_provider
from haidang.blocks.delivery.queries import get_parcel, list_parcels
from haidang.blocks.delivery.types import (
    Direction,
    Movement,
    Order,
    Parcel,
    ParcelDelivered,
    ParcelId,
    ParcelMoved,
    ParcelOrdered,
    ParcelRefused,
    ParcelRequested,
    ParcelSentBack,
    ParcelStatus,
    Place,
)

__all__ = [
    "DeliveryError",
    "DeliveryProvider",
    "Direction",
    "Movement",
    "Order",
    "Parcel",
    "ParcelDelivered",
    "ParcelDiffers",
    "ParcelId",
    "ParcelMoved",
    "ParcelOrdered",
    "ParcelRefused",
    "ParcelRequested",
    "ParcelSentBack",
    "ParcelStatus",
    "ParcelUnknown",
    "Place",
    "can_order",
    "follow_moving_parcels",
    "follow_parcel",
    "get_parcel",
    "get_provider",
    "list_parcels",
    "note_arrival",
    "request_parcel",
    "send_parcel",
]

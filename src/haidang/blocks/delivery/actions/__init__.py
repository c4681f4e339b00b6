"""Writes of delivery, one file for each verb."""

from haidang.blocks.delivery.actions.follow_parcel import (
    POLL,
    follow_moving_parcels,
    follow_parcel,
)
from haidang.blocks.delivery.actions.request_parcel import (
    SEND,
    note_arrival,
    request_parcel,
    send_parcel,
)

__all__ = [
    "POLL",
    "SEND",
    "follow_moving_parcels",
    "follow_parcel",
    "note_arrival",
    "request_parcel",
    "send_parcel",
]

"""The life of a parcel, as pure data."""

from collections.abc import Mapping
from typing import Final

from haidang.blocks.delivery.types import ParcelStatus

_P = ParcelStatus
TRANSITIONS: Final[Mapping[ParcelStatus, frozenset[ParcelStatus]]] = {
    _P.REQUESTED: frozenset({_P.ORDERED, _P.REFUSED}),
    _P.ORDERED: frozenset({_P.MOVING, _P.DELIVERED, _P.SENT_BACK}),
    _P.MOVING: frozenset({_P.MOVING, _P.DELIVERED, _P.SENT_BACK}),
    _P.DELIVERED: frozenset(),
    _P.SENT_BACK: frozenset(),
    _P.REFUSED: frozenset(),
}
ON_THE_WAY: Final = (_P.ORDERED, _P.MOVING)

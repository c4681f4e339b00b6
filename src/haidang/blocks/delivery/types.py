"""What crosses the door of delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal, NewType
from uuid import UUID

from haidang.kernel.events import Event

ParcelId = NewType("ParcelId", UUID)
Direction = Literal["to_person", "from_person"]


class ParcelStatus(StrEnum):
    """Where a parcel is."""

    REQUESTED = "requested"
    ORDERED = "ordered"
    MOVING = "moving"
    DELIVERED = "delivered"
    SENT_BACK = "sent_back"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who sends or receives, and where; the post needs a telephone number."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the post is asked to fetch and bring; ``key`` lets it do so once."""

    key: str
    reference: str
    sender: Place
    receiver: Place
    contents: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One thing that the post tells: ``status`` is moving, delivered or sent_back."""

    event_id: str
    status: ParcelStatus
    at: datetime
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel as others see it, with what the post told of it, oldest first."""

    id: ParcelId
    subject: str
    direction: Direction
    provider: str
    tracking: str
    status: ParcelStatus
    sender: Place
    receiver: Place
    contents: str
    requested_at: datetime
    ordered_at: datetime | None
    ended_at: datetime | None
    reason: str
    movements: tuple[Movement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRequested(Event):
    """The post is to fetch a parcel."""

    code: ClassVar[str] = "delivery.parcel_requested"
    case_number: str
    parcel_id: UUID
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelOrdered(Event):
    """The post took the order and gave its tracking number."""

    code: ClassVar[str] = "delivery.parcel_ordered"
    case_number: str
    parcel_id: UUID
    tracking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRefused(Event):
    """The post will not take the parcel."""

    code: ClassVar[str] = "delivery.parcel_refused"
    case_number: str
    parcel_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelMoved(Event):
    """The post tells where a parcel is on its way."""

    code: ClassVar[str] = "delivery.parcel_moved"
    case_number: str
    parcel_id: UUID
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDelivered(Event):
    """A parcel came into its receiver's hands."""

    code: ClassVar[str] = "delivery.parcel_delivered"
    case_number: str
    parcel_id: UUID
    direction: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelSentBack(Event):
    """A parcel could not be handed over and goes back to its sender."""

    code: ClassVar[str] = "delivery.parcel_sent_back"
    case_number: str
    parcel_id: UUID
    reason: str
    at: datetime


def place_of(data: Mapping[str, object]) -> Place:
    """Read a place from what was kept."""
    return Place(
        name=str(data.get("name", "")),
        phone=str(data.get("phone", "")),
        address=str(data.get("address", "")),
    )

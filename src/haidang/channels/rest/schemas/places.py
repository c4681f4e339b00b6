"""Bodies and answers about places: transfer, opinions, parts, notes, parcels, principals."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from haidang.channels.rest.schemas.bodies import Long, Short
from haidang.channels.rest.schemas.values import Body, Facts, Text

Words = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
Agency = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class TransferIn(Body):
    """To which agency, and why."""

    to_agency: Agency
    reason: Words


class QuestionIn(Body):
    """What another agency is asked; its last day, or the working days it has."""

    agency: Agency
    question: Words
    due_on: date | None = None
    working_days: Annotated[int, Field(ge=1, le=90)] | None = None
    silence_agrees: bool = False
    stops_clock: bool = False


class OpinionIn(Body):
    """The asked agency's answer; what is not agreement needs its words."""

    answer: Literal["agree", "disagree", "other"]
    text: Long = ""


class NoteIn(Body):
    """What an officer writes for colleagues."""

    kind: Literal["note", "opinion"] = "note"
    text: Words


class AddressIn(Body):
    """Where the post brings the result."""

    ward: Annotated[str, StringConstraints(max_length=20)]
    detail: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ParcelIn(Body):
    """Papers that came by post."""

    tracking: Annotated[str, StringConstraints(min_length=4, max_length=60)]
    contents: Short = ""


class TransferOut(Schema):
    """A case handed to another agency."""

    from_agency: str
    to_agency: str
    reason: str
    officer: str
    at: datetime


class ConsultationOut(Schema):
    """A question to another agency, and what came of it."""

    id: UUID
    case_number: str
    number: str
    asking_agency: str
    asked_agency: str
    question: str
    asked_at: datetime
    due_at: datetime
    silence_agrees: bool
    stops_clock: bool
    answer: str
    answer_text: str
    answered_at: datetime | None


class NoteOut(Schema):
    """An internal note or opinion."""

    id: UUID
    kind: str
    text: str
    officer: str
    written_at: datetime


class PartOut(Schema):
    """A part of a form for several procedures."""

    key: str
    number: str
    procedure: str
    name: Text
    agency: str
    status: str
    due_at: datetime | None
    finished_at: datetime | None
    closing_reason: str
    waits_for: tuple[str, ...]


class MovementOut(Schema):
    """One thing that the post told."""

    status: str
    at: datetime
    text: str
    place: str


class PlaceOut(Schema):
    """Who sends or receives."""

    name: str
    phone: str
    address: str


class ParcelOut(Schema):
    """A parcel with what the post told of it."""

    id: UUID
    direction: str
    tracking: str
    status: str
    receiver: PlaceOut
    reason: str
    requested_at: datetime
    ended_at: datetime | None
    movements: tuple[MovementOut, ...]


class PlacesOut(Schema):
    """Who decides, where the case is handed in usually, and the places to choose from."""

    competent: str
    usual: str
    offered: tuple[str, ...]


class OrganizationOut(Schema):
    """An organization that the person may act for."""

    id: UUID
    name: str
    tax_code: str
    representative_name: str
    address: Facts

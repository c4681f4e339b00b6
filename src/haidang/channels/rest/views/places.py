"""Where a case goes: transfer, opinions of others, parts, notes, parcels, who represents."""

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view
from ninja.responses import Status
from pydantic import StringConstraints

from haidang.blocks.identity import public as identity
from haidang.channels.rest.idempotency import once_per_key
from haidang.channels.rest.limits import CaseKey
from haidang.channels.rest.presenting import case_answer
from haidang.channels.rest.schemas.cases import CaseAnswer
from haidang.channels.rest.schemas.places import (
    AddressIn,
    ConsultationOut,
    NoteIn,
    NoteOut,
    OpinionIn,
    OrganizationOut,
    ParcelIn,
    ParcelOut,
    PartOut,
    PlacesOut,
    QuestionIn,
    TransferIn,
    TransferOut,
)
from haidang.channels.rest.security import actor_of, anybody_with, officers_with, people_with
from haidang.channels.rest.views.verbs import number_of
from haidang.domain.cases import public as cases

router = Router(auth=anybody_with("cases:read"))
WRITERS = anybody_with("cases:write")
Unit = Annotated[str, StringConstraints(max_length=20)]
READERS = officers_with("tasks:read")
OFFICERS = officers_with("tasks:write")


@router.get("/procedures/{code}/places", response=PlacesOut, auth=None)
def places(request: HttpRequest, code: str, unit: Unit) -> PlacesOut:
    """Tell who decides a procedure for a ward, and where it may be handed in."""
    found = cases.places_for(procedure=code, city=settings.HAIDANG_CITY, unit=unit)
    return PlacesOut.from_orm(found)


@router.get("/me/organizations", response=list[OrganizationOut], auth=people_with("me:read"))
def organizations(request: HttpRequest) -> list[OrganizationOut]:
    """List the organizations that one may act for, by office or mandate."""
    bodies = identity.list_organizations(actor_of(request))
    return [OrganizationOut.from_orm(body) for body in bodies]


@router.get("/cases/{key}/transfers", response=list[TransferOut])
def transfers(request: HttpRequest, key: CaseKey) -> list[TransferOut]:
    """List the agencies that the case went through."""
    return [TransferOut.from_orm(one) for one in cases.transfers_of(key, actor=actor_of(request))]


@router.post("/cases/{key}/transfer", response=TransferOut, auth=OFFICERS)
@decorate_view(once_per_key)
def transfer(request: HttpRequest, key: CaseKey, body: TransferIn) -> TransferOut:
    """Hand the case to the agency that is competent for it; the clock goes on."""
    actor = actor_of(request)
    number = number_of(key, actor)
    event = cases.transfer_case(number, to_agency=body.to_agency, reason=body.reason, actor=actor)
    return TransferOut(
        from_agency=event.from_agency,
        to_agency=event.to_agency,
        reason=event.reason,
        officer=actor.name,
        at=event.at,
    )


@router.get("/cases/{key}/consultations", response=list[ConsultationOut])
def consultations(request: HttpRequest, key: CaseKey) -> list[ConsultationOut]:
    """List whom the case's agency asked; a party does not read what officers wrote."""
    found = cases.consultations_of(key, actor=actor_of(request))
    return [ConsultationOut.from_orm(one) for one in found]


@router.post("/cases/{key}/consultations", response={201: ConsultationOut}, auth=OFFICERS)
@decorate_view(once_per_key)
def consult(request: HttpRequest, key: CaseKey, body: QuestionIn) -> Status[ConsultationOut]:
    """Ask another agency, with a clock of its own."""
    actor = actor_of(request)
    asked = cases.request_consultation(
        number_of(key, actor),
        agency=body.agency,
        question=body.question,
        due_on=body.due_on,
        working_days=body.working_days,
        silence_agrees=body.silence_agrees,
        stops_clock=body.stops_clock,
        actor=actor,
    )
    return Status(201, ConsultationOut.from_orm(asked))


@router.get("/consultations", response=list[ConsultationOut], auth=READERS)
def asked_of_us(request: HttpRequest, *, open_only: bool = True) -> list[ConsultationOut]:
    """List what the officer's agencies were asked, the most urgent first."""
    found = cases.list_consultations(actor=actor_of(request), open_only=open_only)
    return [ConsultationOut.from_orm(one) for one in found]


@router.post("/consultations/{uuid:consultation_id}", response=ConsultationOut, auth=OFFICERS)
@decorate_view(once_per_key)
def answer(request: HttpRequest, consultation_id: UUID, body: OpinionIn) -> ConsultationOut:
    """Answer for the asked agency."""
    told = cases.answer_consultation(
        consultation_id, answer=body.answer, text=body.text, actor=actor_of(request)
    )
    return ConsultationOut.from_orm(told)


@router.get("/cases/{key}/notes", response=list[NoteOut], auth=READERS)
def notes(request: HttpRequest, key: CaseKey) -> list[NoteOut]:
    """List the internal notes and opinions of a case, for the officers in charge."""
    actor = actor_of(request)
    found = cases.list_notes(number_of(key, actor), actor=actor)
    return [NoteOut.from_orm(one) for one in found]


@router.post("/cases/{key}/notes", response={201: NoteOut}, auth=OFFICERS)
@decorate_view(once_per_key)
def write(request: HttpRequest, key: CaseKey, body: NoteIn) -> Status[NoteOut]:
    """Write for colleagues; a party never sees it."""
    actor = actor_of(request)
    made = cases.write_note(number_of(key, actor), kind=body.kind, text=body.text, actor=actor)
    return Status(201, NoteOut.from_orm(made))


@router.get("/cases/{key}/parts", response=list[PartOut])
def parts(request: HttpRequest, key: CaseKey) -> list[PartOut]:
    """List the parts of a form for several procedures; empty for any other."""
    return [PartOut.from_orm(one) for one in cases.parts_of(key, actor=actor_of(request))]


@router.get("/cases/{key}/deliveries", response=list[ParcelOut])
def deliveries(request: HttpRequest, key: CaseKey) -> list[ParcelOut]:
    """List the parcels of a case, with what the post told of each."""
    found = cases.list_deliveries(key, actor=actor_of(request))
    return [ParcelOut.from_orm(one) for one in found]


@router.post("/cases/{key}/deliveries", response=CaseAnswer, auth=WRITERS)
@decorate_view(once_per_key)
def ask_delivery(request: HttpRequest, key: CaseKey, body: AddressIn) -> CaseAnswer:
    """Ask to have the result by post."""
    actor = actor_of(request)
    number = number_of(key, actor)
    address = {"ward": body.ward, "detail": body.detail}
    cases.request_delivery(number, address=address, actor=actor)
    return case_answer(cases.get_case(number, actor=actor), actor=actor)


@router.post("/cases/{key}/parcels", response={201: ParcelOut}, auth=OFFICERS)
@decorate_view(once_per_key)
def receive(request: HttpRequest, key: CaseKey, body: ParcelIn) -> Status[ParcelOut]:
    """Write down papers of the case that came by post."""
    actor = actor_of(request)
    parcel = cases.receive_parcel(
        number_of(key, actor), tracking=body.tracking, contents=body.contents, actor=actor
    )
    return Status(201, ParcelOut.from_orm(parcel))


@router.post("/cases/{key}/revoke-mandate", response=CaseAnswer, auth=WRITERS)
@decorate_view(once_per_key)
def revoke(request: HttpRequest, key: CaseKey) -> CaseAnswer:
    """End the written mandate by which somebody acts for oneself in a case."""
    actor = actor_of(request)
    cases.revoke_paper_mandate(key, actor=actor)
    return case_answer(cases.get_case(key, actor=actor), actor=actor)

"""Oneself: who the token speaks for, one's documents, who read one's data, what was sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from haidang.blocks.identity import public as identity
from haidang.blocks.messaging import public as messaging
from haidang.blocks.vault import public as vault
from haidang.channels.rest.limits import Limit
from haidang.channels.rest.presenting import pdf_answer
from haidang.channels.rest.schemas.public import (
    AccessOut,
    DutyOut,
    MandateOut,
    MeOut,
    NoticeOut,
    VaultDocumentOut,
)
from haidang.channels.rest.security import actor_of, anybody_with, people_with
from haidang.kernel.actors import Actor
from haidang.kernel.errors import NotAllowed

router = Router(auth=people_with("me:read"))


@router.get("/me", response=MeOut, auth=anybody_with("me:read"))
def me(request: HttpRequest) -> MeOut:
    """Tell who the token speaks for, the posts held and the mandates in force."""
    actor = actor_of(request)
    mandates = (
        identity.list_representations(actor.person_id, actor=actor) if actor.person_id else []
    )
    duties = sorted(actor.duties, key=lambda duty: (duty.agency, duty.post))
    return MeOut(
        kind=actor.kind,
        id=actor.id,
        name=actor.name,
        person_id=actor.person_id,
        assurance=actor.assurance,
        duties=[DutyOut.from_orm(duty) for duty in duties],
        scopes=sorted(actor.scopes),
        mandates=[_mandate(mandate) for mandate in mandates],
    )


@router.get("/me/accesses", response=list[AccessOut])
def accesses(request: HttpRequest, limit: Limit = 100) -> list[AccessOut]:
    """List who read one's data, the latest first (NĐ 320/2026/NĐ-CP)."""
    actor = actor_of(request)
    rows = identity.list_accesses(_person_of(actor), actor=actor, limit=limit)
    return [AccessOut.from_orm(row) for row in rows]


@router.get("/me/notices", response=list[NoticeOut])
def notices(request: HttpRequest, limit: Limit = 100) -> list[NoticeOut]:
    """List what was sent to oneself, newest first."""
    rows = messaging.list_notices_to(person_id=_person_of(actor_of(request)), limit=limit)
    return [NoticeOut.from_orm(row) for row in rows]


@router.get("/vault", response=list[VaultDocumentOut], auth=people_with("vault:read"))
def documents(request: HttpRequest, limit: Limit = 100) -> list[VaultDocumentOut]:
    """List the documents in one's own keeping, the latest first."""
    actor = actor_of(request)
    rows = vault.list_documents(_person_of(actor), actor=actor, limit=limit)
    return [VaultDocumentOut.from_orm(row) for row in rows]


@router.get("/vault/{uuid:document_id}", auth=people_with("vault:read"))
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Return a document in one's own keeping as a PDF."""
    actor = actor_of(request)
    found = vault.get_document(document_id, actor=actor)
    content = vault.read_document(document_id, actor=actor, purpose="own")
    return pdf_answer(found.file.name, content)


def _mandate(row: identity.RepresentationSummary) -> MandateOut:
    return MandateOut(
        representative_id=row.representative_id,
        representative_name=row.representative_name,
        principal_id=row.principal_id,
        principal_name=row.principal_name,
        scopes=sorted(row.scopes),
        from_at=row.from_at,
        until_at=row.until_at,
    )


def _person_of(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotAllowed
    return actor.person_id

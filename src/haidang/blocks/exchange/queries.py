"""Reads of the exchange. Callers have checked that the reader may see person or subject."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from haidang.blocks.exchange.errors import RequestNotFound, ServiceNotFound
from haidang.blocks.exchange.models import ExchangeRequest, ExchangeService
from haidang.blocks.exchange.types import (
    AccessNote,
    ExchangeAnswer,
    OldRequest,
    Outcome,
    RequestId,
    ServiceDescription,
)
from haidang.blocks.identity import public as identity
from haidang.blocks.statements import public as statements
from haidang.kernel.errors import ProviderUnavailable
from haidang.kernel.events import JSON

ANSWER_CONTEXT = "exchange_exchangerequest.answer_sealed"
REQUEST_CONTEXT = "exchange_exchangerequest.request_sealed"
SEALED_COLUMNS = {"request_sealed": REQUEST_CONTEXT, "answer_sealed": ANSWER_CONTEXT}
"""Which columns are sealed, with the contexts that open them."""
_MANIFEST_TIMEOUT = 10
_SERVICE: Final = statements.Prepared(lambda code: ExchangeService.objects.filter(pk=code), str)


def get_service(*, code: str) -> ServiceDescription:
    """Return a service of the catalogue."""
    row = _SERVICE.first(code)
    if row is None:
        raise ServiceNotFound(f"There is no service {code!r} in the catalogue.")
    return describe(row.manifest)


def list_services() -> list[ServiceDescription]:
    """Return the catalogue, by code."""
    return [describe(row.manifest) for row in ExchangeService.objects.order_by("code")]


def get_answer(*, request_id: UUID) -> ExchangeAnswer:
    """Return the answer of an ended call."""
    row = ExchangeRequest.objects.filter(pk=request_id).first()
    if row is None:
        raise RequestNotFound
    return to_answer(row)


def list_requests_about(*, personal_id: str, limit: int = 200) -> list[AccessNote]:
    """Return who asked about a person, newest first: what the citizen is shown."""
    rows = ExchangeRequest.objects.about_person(personal_id).select_related("service")
    return [_note(row) for row in rows.order_by("-requested_at", "-id")[:limit]]


def list_requests_of(*, subject: str, limit: int = 200) -> list[AccessNote]:
    """Return what was asked for a case, oldest first."""
    rows = ExchangeRequest.objects.of_subject(subject).select_related("service")
    return [_note(row) for row in rows.order_by("requested_at", "id")[:limit]]


def list_old_requests(
    *, before: datetime, after: UUID | None = None, limit: int = 500
) -> list[OldRequest]:
    """Return calls that had ended before an instant, by id, those after one of them."""
    rows = ExchangeRequest.objects.ended_before(before).order_by("pk")
    rows = rows if after is None else rows.filter(pk__gt=after)
    return [
        OldRequest(
            id=RequestId(row.pk), subject=row.subject,
            people=frozenset(bytes(one.person_digest) for one in row.people.all()),
        )
        for row in rows.only("pk", "subject").prefetch_related("people")[:limit]
    ]  # fmt: skip


def to_answer(row: ExchangeRequest) -> ExchangeAnswer:
    """Open the sealed answer of an ended call."""
    if row.answered_at is None:
        raise ProviderUnavailable("The call has not ended yet.")
    plain = identity.unseal(bytes(row.answer_sealed), context=ANSWER_CONTEXT)
    return ExchangeAnswer(
        request_id=RequestId(row.id),
        service=row.service_id,
        outcome=Outcome(row.outcome),
        payload=json.loads(plain),
        answered_at=row.answered_at,
    )


def describe(manifest: Mapping[str, JSON]) -> ServiceDescription:
    """Read a service's description from its manifest."""
    provider = _object(manifest.get("provider"))
    timeout = manifest.get("timeout_seconds")
    return ServiceDescription(
        code=str(manifest["code"]),
        name=_texts(manifest.get("name")),
        owner=_texts(provider.get("owner")),
        provider=str(provider.get("transport") or "http"),
        path=str(manifest["path"]),
        method=str(manifest.get("method") or "POST"),
        request=_object(manifest.get("request")),
        response=_object(manifest.get("response")),
        timeout_seconds=timeout if isinstance(timeout, int) else _MANIFEST_TIMEOUT,
    )


def _note(row: ExchangeRequest) -> AccessNote:
    service = describe(row.service.manifest)
    return AccessNote(
        request_id=RequestId(row.id),
        service=service.code,
        service_name=service.name,
        owner=service.owner,
        subject=row.subject,
        purpose=row.purpose,
        actor_name=row.actor_name,
        requested_at=row.requested_at,
        outcome=row.outcome,
    )


def _object(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, dict) else {}


def _texts(value: JSON) -> Mapping[str, str]:
    return {language: str(words) for language, words in _object(value).items()}

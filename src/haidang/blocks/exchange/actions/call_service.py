"""Ask another agency, once per key, and keep what was asked and answered."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

import jsonschema_rs
from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.exchange import queries
from haidang.blocks.exchange.errors import RequestNotFound
from haidang.blocks.exchange.models import ExchangeRequest, PersonAsked, digest_person
from haidang.blocks.exchange.providers import get_provider
from haidang.blocks.exchange.types import (
    Envelope,
    ExchangeAnswer,
    Outcome,
    RequestId,
    ServiceAnswered,
    ServiceDescription,
)
from haidang.blocks.identity import public as identity
from haidang.blocks.statements import public as statements
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable
from haidang.kernel.events import JSON

TRIES: Final = 3
"""How often one call tries before it raises; the queue then begins another round."""
ROUNDS: Final = 4
"""After so many rounds the source counts as down and an officer takes over."""
_PAUSES: Final = (0.1, 0.3)
_NOTHING: Final[Mapping[str, JSON]] = {"found": False}
_PERSON_FIELD: Final = "personal_id"
_ENDED: Final = (
    "outcome", "answered_at", "answer_sha256", "answer_sealed", "tries", "duration_ms",
)  # fmt: skip
"""What is written of a call that ended."""
_LOCKED: Final = statements.Prepared(
    lambda request_id: ExchangeRequest.objects.select_for_update(of=("self",)).filter(
        pk=request_id
    ),
    UUID,
)


def call_service(
    *,
    service: str,
    payload: Mapping[str, JSON],
    purpose: str,
    subject: str,
    actor: Actor,
    idempotency_key: str,
) -> ExchangeAnswer:
    """Ask a service; the same key asks once and answers the same ever after.

    To be called in tasks, outside transactions. Raises ServiceNotFound, and
    ProviderUnavailable while it is worth trying again; a provider that refuses, answers
    nonsense or stays silent for four rounds is told by the answer's outcome.
    """
    description = queries.get_service(code=service)
    asked = _complete(description, payload, purpose=purpose, subject=subject, actor=actor)
    row = _open(
        description, asked, purpose=purpose, subject=subject, actor=actor, key=idempotency_key
    )
    if row.answered_at is None:
        envelope = Envelope(
            request_id=RequestId(row.id), subject=subject, purpose=purpose, officer=actor.id
        )
        ended = _ask(description, asked, envelope=envelope, is_last=row.rounds >= ROUNDS)
        row = _close(row, ended, actor=actor)
    return queries.to_answer(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    outcome: Outcome
    payload: Mapping[str, JSON]
    tries: int
    duration_ms: int


def _complete(
    description: ServiceDescription,
    payload: Mapping[str, JSON],
    *,
    purpose: str,
    subject: str,
    actor: Actor,
) -> Mapping[str, JSON]:
    properties = description.request.get("properties")
    known = properties if isinstance(properties, dict) else {}
    own: dict[str, JSON] = {"purpose": purpose, "case_number": subject, "officer": actor.id[:64]}
    return {key: value for key, value in own.items() if key in known} | dict(payload)


def _open(
    description: ServiceDescription,
    asked: Mapping[str, JSON],
    *,
    purpose: str,
    subject: str,
    actor: Actor,
    key: str,
) -> ExchangeRequest:
    plain = _canonical(asked)
    row = ExchangeRequest(
        idempotency_key=key,
        service_id=description.code,
        subject=subject,
        purpose=purpose[:300],
        actor_kind=actor.kind,
        actor_id=actor.id[:80],
        actor_name=actor.name[:200],
        request_sha256=hashlib.sha256(plain).hexdigest(),
        request_sealed=identity.seal(plain, context=queries.REQUEST_CONTEXT),
        rounds=1,
    )
    with transaction.atomic():
        if not statements.write_once(row):
            return _next_round(key)
        for number in sorted(set(_people(asked))):
            statements.write_new(PersonAsked(request=row, person_digest=digest_person(number)))
    return row


def _next_round(key: str) -> ExchangeRequest:
    row = ExchangeRequest.objects.select_for_update(of=("self",)).get(idempotency_key=key)
    if row.answered_at is None:
        row.rounds += 1
        statements.save_columns(row, ("rounds",))
    return row


def _ask(
    description: ServiceDescription,
    asked: Mapping[str, JSON],
    *,
    envelope: Envelope,
    is_last: bool,
) -> _Ended:
    began = time.perf_counter()
    tries = 0
    if not _agrees(description.request, asked):
        outcome, answer = Outcome.INCOMPLETE, _NOTHING
    else:
        outcome, answer, tries = _try(description, asked, envelope=envelope)
    if outcome is Outcome.ANSWERED and not _agrees(description.response, answer):
        outcome, answer = Outcome.FAULTY, _NOTHING
    if outcome is Outcome.UNAVAILABLE and not is_last:
        raise ProviderUnavailable(f"The service {description.code} does not answer.")
    duration = round((time.perf_counter() - began) * 1000)
    return _Ended(outcome=outcome, payload=answer, tries=tries, duration_ms=duration)


def _try(
    description: ServiceDescription, asked: Mapping[str, JSON], *, envelope: Envelope
) -> tuple[Outcome, Mapping[str, JSON], int]:
    provider = get_provider(description.provider)
    for number in range(1, TRIES + 1):
        try:
            answer = provider.call(service=description, payload=asked, envelope=envelope)
        except ProviderRefused:
            return Outcome.REFUSED, _NOTHING, number
        except ProviderUnavailable:
            if number < TRIES:
                time.sleep(_PAUSES[number - 1])
        else:
            return Outcome.ANSWERED, answer, number
    return Outcome.UNAVAILABLE, _NOTHING, TRIES


def _close(row: ExchangeRequest, ended: _Ended, *, actor: Actor) -> ExchangeRequest:
    plain = _canonical(ended.payload)
    with transaction.atomic():
        locked = _LOCKED.first(row.pk)
        if locked is None:
            raise RequestNotFound
        if locked.answered_at is not None:
            return locked
        locked.close(
            outcome=ended.outcome.value,
            at=now(),
            sha256=hashlib.sha256(plain).hexdigest(),
            sealed=identity.seal(plain, context=queries.ANSWER_CONTEXT),
        )
        locked.tries = ended.tries
        locked.duration_ms = ended.duration_ms
        statements.save_columns(locked, _ENDED)
        event = ServiceAnswered(
            request_id=locked.id,
            subject=locked.subject,
            service=locked.service_id,
            key=locked.idempotency_key,
            purpose=locked.purpose,
            outcome=locked.outcome,
            tries=locked.tries,
            duration_ms=locked.duration_ms,
            request_sha256=locked.request_sha256,
            answer_sha256=locked.answer_sha256,
        )
        audit.announce(event, actor=actor)
    return locked


def _people(value: JSON | Mapping[str, JSON]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key.endswith(_PERSON_FIELD) and isinstance(item, str):
                yield item
            else:
                yield from _people(item)
    elif isinstance(value, list):
        for item in value:
            yield from _people(item)


def _agrees(schema: Mapping[str, JSON], value: Mapping[str, JSON]) -> bool:
    return _validator(json.dumps(schema, sort_keys=True)).is_valid(dict(value))


@lru_cache(maxsize=256)
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema)


def _canonical(value: Mapping[str, JSON]) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

"""The header Idempotency-Key: a repeated request returns the first answer."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from haidang.channels.rest.models import KeptAnswer
from haidang.channels.rest.problems import KeyReused, from_error
from haidang.channels.rest.security import holder_of

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"

Run = Callable[..., HttpResponse]


def once_per_key(run: Run) -> Run:
    """Do a request once for each key of an actor; errors are not kept, so they may be mended.

    The act and its answer commit together: a crash leaves both or neither, and a second
    request at the same time waits for the first.
    """

    @wraps(run)
    def answer(request: HttpRequest, **named: object) -> HttpResponse:
        key = request.headers.get(HEADER, "").replace("\x00", "")[:120]
        holder = holder_of(request) if key else None
        if holder is None:
            return run(request, **named)
        with transaction.atomic():
            row, is_new = KeptAnswer.objects.get_or_create(
                actor=f"{holder.kind}:{holder.id}"[:80],
                key=key,
                defaults={"fingerprint": _fingerprint(request)},
            )
            if not is_new:
                return _repeat(request, row)
            response = run(request, **named)
            if response.status_code >= 400:
                transaction.set_rollback(True)
                return response
            row.status, row.body = response.status_code, response.content.decode()
            row.save(update_fields=["status", "body"])
        return response

    return answer


def forget_answers(*, before: datetime) -> int:
    """Forget answers from before an instant; return how many."""
    return KeptAnswer.objects.filter(created_at__lt=before).delete()[0]


def _repeat(request: HttpRequest, row: KeptAnswer) -> HttpResponse:
    if row.fingerprint != _fingerprint(request):
        return from_error(request, KeyReused([]))
    response = HttpResponse(row.body, status=row.status, content_type="application/json")
    response[REPLAYED] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    """Return a digest of method, address and JSON body; files are told by their length."""
    is_json = (request.content_type or "") == "application/json"
    body = request.body if is_json else request.headers.get("Content-Length", "").encode()
    words = f"{request.method} {request.path}\n".encode()
    return hashlib.sha256(words + body).hexdigest()

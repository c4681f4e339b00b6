"""Errors as problem details (RFC 9457), translated here and nowhere else."""

import logging
from collections.abc import Iterable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja.errors import AuthenticationError, HttpError, ValidationError

from haidang.blocks.identity import public as identity
from haidang.blocks.outbox import public as outbox
from haidang.blocks.payments import public as payments
from haidang.channels.rest.wording import detail_of, detail_of_code, title_of
from haidang.kernel.errors import (
    Conflict,
    HaidangError,
    IllegalTransition,
    InvalidInput,
    NotAllowed,
    NotFound,
    Problem,
    ProviderUnavailable,
)
from haidang.kernel.events import JSON

logger = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/problem+json"
_CODES: Final[Mapping[int, str]] = {
    400: "rest.unreadable",
    401: "rest.token_missing",
    404: "rest.unknown_address",
    405: "rest.method_unknown",
    413: "rest.too_large",
    429: "rest.too_many_requests",
    500: "rest.fault",
}
_STATUSES: Final[tuple[tuple[type[HaidangError], int], ...]] = (
    (identity.SignInPaused, 429),
    (identity.SignInRefused, 401),
    (payments.NoticeForged, 401),
    (NotFound, 404),
    (NotAllowed, 403),
    (IllegalTransition, 409),
    (Conflict, 409),
    (InvalidInput, 422),
    (ProviderUnavailable, 503),
    (outbox.DatabaseAway, 503),
)


class KeyReused(InvalidInput):
    """The same idempotency key was used for another request."""

    code = "rest.key_reused"


class ScopeMissing(NotAllowed):
    """The token does not carry the scope that this needs."""

    code = "rest.scope_missing"


def status_of(error: HaidangError) -> int:
    """Return the HTTP status that says what an error means."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 400)


def problem_response(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    detail: str,
    errors: Iterable[Mapping[str, JSON]] = (),
) -> HttpResponse:
    """Return a problem document; ``errors`` holds every single fault."""
    content = {
        "type": f"urn:haidang:problem:{code}",
        "title": title_of(status),
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.path,
        "errors": list(errors),
    }
    response = JsonResponse(
        content,
        status=status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="haidang"'
    return response


def fault_of(problem: Problem) -> dict[str, JSON]:
    """Return one fault in somebody's data, in the language of the request."""
    language = (get_language() or "vi")[:2]
    hint = problem.hint.get(language) or problem.hint.get("vi", "")
    return {
        "pointer": problem.path,
        "code": problem.code,
        "severity": str(problem.severity),
        "detail": problem.text(language),
        "hint": hint,
        "clause": problem.clause,
    }


def from_error(request: HttpRequest, error: HaidangError) -> HttpResponse:
    """Translate an error of the platform."""
    status = status_of(error)
    problems = error.problems if isinstance(error, InvalidInput) else ()
    return problem_response(
        request,
        status=status,
        code=error.code,
        detail=detail_of(error, status=status),
        errors=[fault_of(problem) for problem in problems],
    )


def from_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Translate a body, query or path that does not have its shape."""
    faults: list[dict[str, JSON]] = [
        {
            "pointer": _pointer(item.get("loc", ())),
            "code": f"rest.{item.get('type', 'wrong')}",
            "severity": "error",
            "detail": str(item.get("msg", "")),
            "hint": "",
            "clause": "",
        }
        for item in error.errors
    ]
    detail = detail_of_code("haidang.invalid_input", status=422)
    return problem_response(request, status=422, code="rest.shape", detail=detail, errors=faults)


def from_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Translate what the framework refuses: no token, no JSON, too many requests."""
    status = 401 if isinstance(error, AuthenticationError) else error.status_code
    return plain_problem(request, status=status)


def from_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer a fault of ours without telling its inside; the log has it."""
    logger.error("Fault at %s %s", request.method, request.path, exc_info=error)
    if outbox.is_database_away(error):
        problem = from_error(request, outbox.DatabaseAway())
        problem["Retry-After"] = str(outbox.RETRY_AFTER_SECONDS)
        return problem
    return plain_problem(request, status=500)


def plain_problem(request: HttpRequest, *, status: int) -> HttpResponse:
    """Return the problem of a bare status."""
    code = _CODES.get(status, f"rest.status_{status}")
    return problem_response(
        request, status=status, code=code, detail=detail_of_code(code, status=status)
    )


def unknown_address(request: HttpRequest) -> HttpResponse:
    """Answer for every address below /api/ that is none."""
    return plain_problem(request, status=404)


def _pointer(location: object) -> str:
    parts = [str(part) for part in location] if isinstance(location, tuple | list) else []
    # The first word says where (body, query, path), the second names the whole body.
    inner = parts[2:] if parts[:1] == ["body"] and len(parts) > 2 else parts[1:]
    escaped = [part.replace("~", "~0").replace("/", "~1") for part in inner]
    return "".join(f"/{part}" for part in escaped)

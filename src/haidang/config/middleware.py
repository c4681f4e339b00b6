"""What every answer carries, and what people see when something is wrong."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from haidang.kernel.errors import (
    Conflict,
    HaidangError,
    IllegalTransition,
    InvalidInput,
    NotAllowed,
    NotFound,
    ProviderUnavailable,
)

Answer = Callable[[HttpRequest], HttpResponse]

_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
)
_STATUS: tuple[tuple[type[HaidangError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (IllegalTransition, 409),
    (Conflict, 409),
    (InvalidInput, 422),
    (ProviderUnavailable, 503),
)


def security_headers(get_response: Answer) -> Answer:
    """Add the content security policy and its companions to every answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response

    return answer


def speak_the_chosen_language(get_response: Answer) -> Answer:
    """Speak Vietnamese until the person chose English; a browser's default chooses nothing."""
    known = dict(settings.LANGUAGES)

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


class say_what_is_wrong:  # noqa: N801 - used as a function in MIDDLEWARE, needs process_exception
    """Translate the platform's errors into pages; the REST channel has its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return a page for an error of ours; leave every other to Django."""
        if not isinstance(error, HaidangError) or request.path.startswith("/api/"):
            return None
        status = status_of(error)
        return render(request, "ui/error.html", {"error": error, "status": status}, status=status)


def status_of(error: HaidangError) -> int:
    """Return the HTTP status that says what an error means."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)

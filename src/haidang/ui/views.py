"""The two choices of a visitor that every page offers: theme and language."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from haidang.ui.context import THEME_COOKIE, THEMES

_YEAR = 365 * 24 * 60 * 60


@require_safe
def choose_theme(request: HttpRequest, *, theme: str) -> HttpResponse:
    """Remember a theme in a cookie and go back; a plain link, so no script is needed."""
    if theme not in THEMES:
        raise Http404
    return _back_with(request, cookie=THEME_COOKIE, value=theme)


@require_safe
def choose_language(request: HttpRequest, *, language: str) -> HttpResponse:
    """Remember a language in a cookie and go back."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return _back_with(request, cookie=settings.LANGUAGE_COOKIE_NAME, value=language)


def _back_with(request: HttpRequest, *, cookie: str, value: str) -> HttpResponse:
    wanted = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(wanted if safe else "/")
    response.set_cookie(
        cookie, value, max_age=_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response

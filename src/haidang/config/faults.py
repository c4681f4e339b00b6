"""What a caller hears of a fault: come back soon when the database is gone, else that it broke."""

import sys
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import escape_leading_slashes
from django.views.defaults import server_error

from haidang.blocks.outbox import public as outbox
from haidang.channels.rest.problems import from_fault
from haidang.config.brand import CityBrands
from haidang.ui.context import frame_of

_REST: Final = "/api/"
_AWAY: Final = 503


def answer_a_fault(request: HttpRequest) -> HttpResponse:
    """Answer for what nobody caught; Django calls it while the fault is at hand.

    Faults of views below /api/ are answered there; those of the middleware come here.
    """
    fault = sys.exception()
    if request.path.startswith(_REST) and isinstance(fault, Exception):
        return from_fault(request, fault)
    if not outbox.is_database_away(fault):
        return server_error(request)
    return _come_back_soon(request)


def _come_back_soon(request: HttpRequest) -> HttpResponse:
    """Return a page that is drawn without the database: nobody waits for it twice."""
    brands = settings.UI_BRANDS
    packaged = brands.packaged if isinstance(brands, CityBrands) else brands
    context = {
        "ui": frame_of(request, brands=packaged),
        "error": outbox.DatabaseAway(),
        "status": _AWAY,
        "again": _path_of(request) if request.method == "GET" else "",
    }
    page = render_to_string("ui/error.html", context)
    headers = {"Retry-After": str(outbox.RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(page, status=_AWAY, headers=headers)


def _path_of(request: HttpRequest) -> str:
    """Return what was asked for; never an address of another site, which two slashes would be."""
    return escape_leading_slashes(request.get_full_path())

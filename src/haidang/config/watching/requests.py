"""Every request is a step with an id, and one line in the log."""

import logging
import time
from collections.abc import Callable
from secrets import token_hex
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from haidang.kernel import watch

Answer = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger("haidang.request")
_HEADER: Final = "X-Request-Id"
_OFTEN: Final = frozenset({"rest:health", "rest:live", "rest:ready"})
"""Asked every few seconds by machines; said in the log at DEBUG only."""


def watch_requests(get_response: Answer) -> Answer:
    """Bind the id, take the time, write one line; an id that a stranger sends is not believed."""

    def answer(request: HttpRequest) -> HttpResponse:
        trace = token_hex(16)
        began = time.perf_counter()
        with watch.bind(trace_id=trace):
            with watch.step("request", "unknown", method=_method(request)) as one:
                response = get_response(request)
                one.name = view_of(request)
                one.facts["status"] = response.status_code
                one.error = "fault" if response.status_code >= 500 else ""
            response.headers[_HEADER] = trace
            _say(one, seconds=time.perf_counter() - began)
        return response

    return answer


def view_of(request: HttpRequest) -> str:
    """Return the name of the view, never the path: paths hold numbers and codes."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or match.route
    return "static" if request.path.startswith(settings.STATIC_URL) else "unknown"


def _method(request: HttpRequest) -> str:
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return request.method if request.method in known else "OTHER"


def _say(one: watch.step, *, seconds: float) -> None:
    level = logging.DEBUG if one.name in _OFTEN else logging.INFO
    if logger.isEnabledFor(level):
        logger.log(
            level,
            "Answered.",
            extra={"view": one.name, "ms": round(seconds * 1000, 1), **one.facts},
        )

"""Below /api/: the language of the request, and problems in place of bare refusals."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from haidang.channels.rest.problems import CONTENT_TYPE, plain_problem

Answer = Callable[[HttpRequest], HttpResponse]
PREFIX: Final = "/api/"


def speak_in_problems(get_response: Answer) -> Answer:
    """Answer in the language of Accept-Language; turn errors of the framework into problems.

    Those are a method that an address does not know, a bad host, a broken view.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            response = _as_problem(request, get_response(request))
            response.headers.setdefault("Content-Language", translation.get_language() or "vi")
        return response

    return answer


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    is_problem = response.headers.get("Content-Type", "").startswith(CONTENT_TYPE)
    if response.status_code < 400 or is_problem:
        return response
    problem = plain_problem(request, status=response.status_code)
    if "Allow" in response.headers:
        problem["Allow"] = response["Allow"]
    return problem

"""Let plain refusals of the framework below /api/ speak as problems too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from haidang.channels.rest.problems import CONTENT_TYPE, plain_problem

Answer = Callable[[HttpRequest], HttpResponse]


def speak_in_problems(get_response: Answer) -> Answer:
    """Replace errors of the framework (405, a bad host, a broken view) by problem details."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code < 400 or not request.path.startswith("/api/"):
            return response
        if response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
            return response
        problem = plain_problem(request, status=response.status_code)
        if "Allow" in response.headers:
            problem["Allow"] = response["Allow"]
        return problem

    return answer

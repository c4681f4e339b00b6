"""Whatever page of the site a kiosk's visitor opens, nothing of it stays behind."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from haidang.channels.kiosk import visit

Answer = Callable[[HttpRequest], HttpResponse]


def leave_nothing_behind(get_response: Answer) -> Answer:
    """Wipe a visit that was left alone; mark every page of a visit as not to be kept."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        home = visit.home_of(request)
        if not home:
            return get_response(request)
        if visit.is_over(request) and request.path != visit.end_path(home):
            visit.forget(request)
            return visit.wipe(HttpResponseRedirect(home), request)
        visit.touch(request)
        request.leave_href = visit.end_path(home)  # type: ignore[attr-defined]  # read by ui.context
        return visit.leave_nothing(get_response(request), home=home)

    return answer

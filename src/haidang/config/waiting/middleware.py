"""When the house is full, newcomers wait in order; everybody who is inside goes on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.blocks.identity import public as identity
from haidang.config.waiting.door import Door as House
from haidang.config.waiting.door import Standing, Verdict
from haidang.config.waiting.paths import PLACE, Door, door_of
from haidang.config.waiting.ticket import HEADER, hand_over, read_ticket, write_ticket
from haidang.config.waiting.words import status_of, words_of
from haidang.engines.waiting import Rules, refresh_seconds

Answer = Callable[[HttpRequest], HttpResponse]
FULL: Final = 503
"""This request cannot be served now, ask again after so long: that is what 503 says. Nothing
keeps such a page, search engines come back later, and a program sees the same as a browser."""
_WAYS: Final = (
    ("/tra-cuu", gettext_lazy("Track a case")),
    ("/xac-minh", gettext_lazy("Verify a document")),
    ("/ho-so/", gettext_lazy("Go on with a draft, if you are signed in")),
)
_PROBLEM: Final = "application/problem+json"


class WaitWhenFull:
    """Let at most so many visitors into the costly pages; the others wait in order."""

    def __init__(self, get_response: Answer) -> None:
        if not settings.HAIDANG_ROOM_SEATS:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.rules = rules_of_the_house()
        self.house = House(rules=self.rules)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, or say at which place it waits."""
        match door_of(request.path):
            case Door.OPEN:
                return self.get_response(request)
            case Door.REST:
                return self._for_a_program(request)
            case Door.PLACE:
                return self._place(request)
            case Door.OWN if SESSION_KEY in request.session:
                return self._at_home(request)
            case _:
                return self._for_a_browser(request)

    def _at_home(self, request: HttpRequest) -> HttpResponse:
        """Let somebody signed in go on with drafts, cases and papers of his own."""
        verdict = self.house.wave_in(read_ticket(request))
        return self._go_in(request, verdict)

    def _for_a_browser(self, request: HttpRequest) -> HttpResponse:
        ticket = read_ticket(request)
        if self.house.is_full() and not self.house.knows(ticket) and _never_waits(request):
            return self.get_response(request)
        verdict = self.house.judge(ticket)
        if verdict.standing is Standing.INSIDE:
            return self._go_in(request, verdict)
        return self._page(request, verdict, go=request.get_full_path())

    def _go_in(self, request: HttpRequest, verdict: Verdict) -> HttpResponse:
        response = self.get_response(request)
        return hand_over(verdict.ticket, response) if verdict.is_new else response

    def _for_a_program(self, request: HttpRequest) -> HttpResponse:
        """Programs are not counted while there is room; tokens were got inside."""
        if not self.house.is_full() or _has_token(request):
            return self.get_response(request)
        verdict = self.house.judge(read_ticket(request))
        if verdict.standing is Standing.INSIDE:
            response = self.get_response(request)
            response[HEADER] = write_ticket(verdict.ticket)
            return response
        return self._problem(request, verdict)

    def _place(self, request: HttpRequest) -> HttpResponse:
        """Say how somebody stands who asks for nothing else; nobody draws a number here."""
        ticket = read_ticket(request)
        verdict = self.house.judge(ticket) if ticket else None
        as_data = "application/json" in request.headers.get("Accept", "")
        if verdict is None or verdict.standing is Standing.INSIDE:
            inside = JsonResponse({"standing": Standing.INSIDE.value})
            return _unkept(inside if as_data else HttpResponseRedirect("/"))
        if as_data:
            data = JsonResponse(status_of(verdict, self.rules))
            return _unkept(hand_over(verdict.ticket, data) if verdict.is_new else data)
        return self._page(request, verdict, go="/")

    def _page(self, request: HttpRequest, verdict: Verdict, *, go: str) -> HttpResponse:
        pause = refresh_seconds(verdict.place)
        page = {
            "words": words_of(verdict, self.rules),
            "refresh": pause,
            "ask": PLACE,
            "go": go,
            "ways": [(path, str(words)) for path, words in _WAYS],
            "lost": verdict.lost,
            "keep_minutes": self.rules.keep // timedelta(minutes=1),
        }
        response = render(request, "ui/waiting.html", {"page": page}, status=FULL)
        response["Retry-After"] = str(pause)
        return _unkept(hand_over(verdict.ticket, response) if verdict.is_new else response)

    def _problem(self, request: HttpRequest, verdict: Verdict) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            content = {
                "type": "urn:haidang:problem:waiting.full",
                "title": _("The house is full; newcomers wait in order."),
                "status": FULL,
                "detail": _("Ask again after Retry-After with the header Waiting-Ticket."),
                "code": "waiting.full",
                "instance": request.path,
                **status_of(verdict, self.rules),
            }
            options = {"ensure_ascii": False}
            problem = JsonResponse(
                content, status=FULL, content_type=_PROBLEM, json_dumps_params=options
            )
        problem["Retry-After"] = str(refresh_seconds(verdict.place))
        problem[HEADER] = write_ticket(verdict.ticket)
        return _unkept(problem)


def rules_of_the_house() -> Rules:
    """Return the rules that the settings name."""
    return Rules(
        seats=settings.HAIDANG_ROOM_SEATS,
        idle=timedelta(minutes=settings.HAIDANG_ROOM_IDLE_MINUTES),
        keep=timedelta(minutes=settings.HAIDANG_ROOM_KEEP_MINUTES),
    )


def nobody_waits(_request: HttpRequest) -> HttpResponse:
    """Lead home whoever asks for a place while there is no waiting room."""
    return _unkept(HttpResponseRedirect("/"))


def _never_waits(request: HttpRequest) -> bool:
    """Tell whether somebody is an officer, or stands before a kiosk of a waiting hall."""
    if getattr(request, "leave_href", ""):
        return True
    return SESSION_KEY in request.session and getattr(get_user(request), "kind", "") == "officer"


def _has_token(request: HttpRequest) -> bool:
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and identity.actor_for_token(token) is not None


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response

"""The kiosk's pages: large, few words, one thing at a time."""

from collections.abc import Callable
from functools import wraps
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.blocks.agencies import public as agencies
from haidang.blocks.scanning import public as scanning
from haidang.channels.kiosk import visit
from haidang.channels.kiosk.pages import PlacesPage
from haidang.channels.kiosk.presenter import (
    board_page,
    card_page,
    find_page,
    home_page,
    procedure_page,
    ticket_page,
    track_page,
)
from haidang.domain.cases import public as cases
from haidang.domain.catalog import public as catalog
from haidang.domain.queue import public as queue
from haidang.engines.cards import CardRead, parse_card
from haidang.kernel.actors import system
from haidang.kernel.errors import NotFound
from haidang.ui.parts import Link

View = Callable[..., HttpResponse]
KIOSK: Final = system("kiosk")
BOARD_SECONDS: Final = 5
FAREWELL_SECONDS: Final = 6
_MOST_PHOTO_BYTES: Final = 20 * 1024 * 1024
_KINDS: Final = {kind.value: kind for kind in queue.TicketKind}


class KioskUnknown(NotFound):
    """This kiosk is not set up: its address is wrong or its key has changed."""

    code = "kiosk.unknown"


def at_kiosk(view: View) -> View:
    """Let only kiosks in that know their agency's key; every page of theirs is not kept."""

    @wraps(view)
    def guarded(
        request: HttpRequest, agency: str, key: str, *arguments: object, **named: object
    ) -> HttpResponse:
        if not queue.is_kiosk(agency, key):
            raise KioskUnknown
        home = visit.home_path(agency, key)
        if visit.home_of(request) != home:
            visit.begin(request, home=home)
        request.leave_href = visit.end_path(home)  # type: ignore[attr-defined]  # read by ui.context
        response = view(request, agency, key, *arguments, **named)
        return visit.leave_nothing(response, home=home)

    return guarded


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """List the kiosks of a city of sample data; elsewhere each is opened by its own address."""
    if not settings.HAIDANG_SAMPLE:
        raise KioskUnknown
    centres = [
        agency
        for agency in agencies.list_agencies(settings.HAIDANG_CITY)
        if agency.kind.endswith("service_centre")
    ]
    links = tuple(
        Link(text=one.name, href=visit.home_path(one.code, queue.kiosk_key(one.code)))
        for one in centres[:60]
    )
    return render(request, "kiosk/places.html", {"page": PlacesPage(places=links)})


@require_safe
@at_kiosk
def home(request: HttpRequest, agency: str, key: str) -> HttpResponse:
    """Show what can be done here."""
    page = home_page(agencies.get_agency(agency), queue.see_board(agency), key=key)
    return _show(request, "home", page, key=key, agency=agency, is_home=True)


@require_http_methods(["GET", "POST"])
@at_kiosk
def draw(request: HttpRequest, agency: str, key: str) -> HttpResponse:
    """Give a number for what the person came for."""
    kind = _KINDS.get(request.POST.get("kind", ""))
    if kind is None:
        return _show(request, "draw", None, key=key, agency=agency)
    ticket = queue.draw_ticket(
        agency=agency,
        kind=kind,
        priority=request.POST.get("priority") == "1",
        procedure=request.POST.get("procedure", "")[:20],
        card=visit.card_of(request),
        actor=KIOSK,
    )
    return redirect("kiosk:ticket", agency, key, ticket.id)


@require_safe
@at_kiosk
def ticket(request: HttpRequest, agency: str, key: str, ticket_id: UUID) -> HttpResponse:
    """Show a number, large, and as a slip to print."""
    found = queue.get_ticket(ticket_id, agency=agency)
    page = ticket_page(found, agency=agencies.get_agency(agency))
    return _show(request, "ticket", page, key=key, agency=agency)


@require_http_methods(["GET", "POST"])
@at_kiosk
def card(request: HttpRequest, agency: str, key: str) -> HttpResponse:
    """Read the QR code of a card by the scanner or the camera; keep it for this visit."""
    after = (request.POST.get("after") or request.GET.get("after", ""))[:20]
    if request.method == "GET":
        read = parse_card(visit.card_of(request)) if visit.card_of(request) else None
        return _show(request, "card", card_page(read, after=after), key=key, agency=agency)
    read, text = _read_card(request)
    if read.card is not None:
        visit.keep_card(request, text)
        if after:
            return redirect("kiosk:procedure", agency, key, after)
    status = 422 if read.card is None else 200
    page = card_page(read, after=after)
    return _show(request, "card", page, key=key, agency=agency, status=status)


@require_http_methods(["GET", "POST"])
@at_kiosk
def track(request: HttpRequest, agency: str, key: str) -> HttpResponse:
    """Tell how far a case is; the number travels in no address."""
    number = request.POST.get("number", "").strip()[:64]
    try:
        found = cases.track(number) if number else None
    except cases.CaseUnknown:
        found = None
    page = track_page(found, number=number)
    return _show(request, "track", page, key=key, agency=agency)


@require_http_methods(["GET", "POST"])
@at_kiosk
def find(request: HttpRequest, agency: str, key: str) -> HttpResponse:
    """Find a procedure by a few words."""
    words = " ".join(request.POST.get("q", "")[:200].split())
    hits = [hit.procedure for hit in catalog.search_procedures(words, limit=6)] if words else []
    page = find_page(words, hits, popular=catalog.list_procedures()[:6], agency=agency, key=key)
    return _show(request, "find", page, key=key, agency=agency)


@require_safe
@at_kiosk
def procedure(request: HttpRequest, agency: str, key: str, code: str) -> HttpResponse:
    """Show what a procedure needs, and two ways on: sign in here, or go to the counter."""
    package = catalog.current_revision(code).package
    after = reverse("portal:start", args=[code])
    sign_in = f"{reverse('portal:sign_in')}?{urlencode({'next': after})}"
    text = visit.card_of(request)
    page = procedure_page(package, sign_in=sign_in, card=parse_card(text).card if text else None)
    return _show(request, "procedure", page, key=key, agency=agency)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, agency: str, key: str) -> HttpResponse:
    """Wipe the visit: session, sign-in, cookies, storage and cache; then the first page again."""
    if not queue.is_kiosk(agency, key):
        raise KioskUnknown
    logout(request)
    visit.forget(request)
    home_href = visit.home_path(agency, key)
    response = render(request, "kiosk/end.html", {"page": None, "home": home_href})
    response.headers["Refresh"] = f"{FAREWELL_SECONDS};url={home_href}"
    response.headers["Cache-Control"] = "no-store, max-age=0"
    return visit.wipe(response, request)


@require_safe
def board(request: HttpRequest, agency: str, key: str) -> HttpResponse:
    """Show the board of the waiting hall: numbers and windows, nobody's name."""
    if not queue.is_kiosk(agency, key):
        raise KioskUnknown
    page = board_page(agencies.get_agency(agency), queue.see_board(agency))
    response = render(request, "kiosk/board.html", {"page": page})
    response.headers["Refresh"] = str(BOARD_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def _read_card(request: HttpRequest) -> tuple[CardRead, str]:
    typed = request.POST.get("card", "").strip()
    photo = request.FILES.get("card_photo")
    if typed or not isinstance(photo, UploadedFile):
        return parse_card(typed), typed
    read = scanning.read_card(photo.read(_MOST_PHOTO_BYTES))
    return read, _text_of(read)


def _text_of(read: CardRead) -> str:
    """Return the text of a card that was read from a photo."""
    one = read.card
    if one is None:
        return ""
    born = f"{one.born_on:%d%m%Y}" if one.born_on else str(one.birth_year or "")
    sex = {"female": "Nữ", "male": "Nam"}.get(one.sex or "", "")
    issued = f"{one.issued_on:%d%m%Y}" if one.issued_on else ""
    return "|".join(
        (one.personal_id, one.old_number, one.full_name, born, sex, one.residence, issued)
    )


def _show(
    request: HttpRequest,
    template: str,
    page: object,
    *,
    agency: str,
    key: str,
    is_home: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": page,
        "agency": agency,
        "key": key,
        "home": visit.home_path(agency, key),
        "end": visit.end_path(visit.home_path(agency, key)),
        "is_home": is_home,
        "idle": _("The screen wipes itself after %(count)d seconds without a touch.")
        % {"count": visit.IDLE_SECONDS},
    }
    return render(request, f"kiosk/{template}.html", context, status=status)

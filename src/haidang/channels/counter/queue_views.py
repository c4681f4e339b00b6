"""Call queue numbers to a window."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haidang.channels.counter.frame import actor_of, agency_of, for_reception, show
from haidang.channels.counter.kiosks import kiosk_path
from haidang.domain.queue import public as queue
from haidang.kernel.clock import local
from haidang.ui.parts import Tone

WINDOW: Final = "counter_window"
FIRST_WINDOW: Final = 1
KINDS: Final = tuple(queue.TicketKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number that waits."""

    label: str
    kind: str
    note: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The number that the officer serves."""

    id: str
    label: str
    kind: str
    take_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """The queue of the counter."""

    window: int
    current: Current | None
    waiting: tuple[Line, ...]
    count: int
    pace: str
    kiosk: str
    board: str


@require_safe
@for_reception
def show_queue(request: HttpRequest) -> HttpResponse:
    """Show who waits, whom the officer serves, and the window's number."""
    actor = actor_of(request)
    agency = agency_of(actor).code
    seen = queue.see_queue(agency, actor=actor)
    page = QueuePage(
        window=_window(request),
        current=_current(seen.mine) if seen.mine else None,
        waiting=tuple(_line(ticket) for ticket in seen.waiting[:12]),
        count=len(seen.waiting),
        pace=_minutes(seen.pace.total_seconds()) if seen.pace else "",
        kiosk=kiosk_path(agency),
        board=f"{kiosk_path(agency)}bang/",
    )
    return show(request, "queue", page)


@require_POST
@for_reception
def call(request: HttpRequest) -> HttpResponse:
    """Call the next number to the window that was typed."""
    actor = actor_of(request)
    _keep_window(request)
    called = queue.call_next(agency=agency_of(actor).code, window=_window(request), actor=actor)
    if called is None:
        messages.info(request, _("Nobody waits."))
    return redirect("counter:queue")


@require_POST
@for_reception
def again(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Call the same number once more."""
    queue.call_again(ticket_id, window=_window(request), actor=actor_of(request))
    return redirect("counter:queue")


@require_POST
@for_reception
def end(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Note that the person was served, or did not come."""
    came = request.POST.get("came") == "1"
    queue.end_ticket(ticket_id, came=came, actor=actor_of(request))
    return redirect("counter:queue")


def kind_words(kind: queue.TicketKind) -> str:
    """Return what a person came for, in words."""
    words = {
        queue.TicketKind.SUBMIT: _("Hand in papers"),
        queue.TicketKind.COLLECT: _("Collect a result"),
        queue.TicketKind.ASK: _("Ask for guidance"),
    }
    return words[kind]


def _line(ticket: queue.TicketView) -> Line:
    drawn = f"{local(ticket.drawn_at):%H:%M}"
    note = _("since %(at)s") % {"at": drawn}
    if ticket.priority:
        return Line(
            label=ticket.label, kind=kind_words(ticket.kind), tone="warn",
            note=f"{_('Priority')} · {note}",
        )  # fmt: skip
    return Line(label=ticket.label, kind=kind_words(ticket.kind), note=note, tone="idle")


def _current(ticket: queue.TicketView) -> Current:
    return Current(
        id=str(ticket.id),
        label=ticket.label,
        kind=kind_words(ticket.kind),
        take_in=f"{reverse('counter:start')}?so={ticket.id}",
    )


def _minutes(seconds: float) -> str:
    return _("%(count)d minutes a person, as measured lately") % {
        "count": max(round(seconds / 60), 1)
    }


def _window(request: HttpRequest) -> int:
    return int(request.session.get(WINDOW, FIRST_WINDOW))


def _keep_window(request: HttpRequest) -> None:
    typed = request.POST.get("window", "")
    if typed.isdigit() and 1 <= int(typed) <= 99:
        request.session[WINDOW] = int(typed)

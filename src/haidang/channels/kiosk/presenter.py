"""From what the domain says to what the kiosk shows."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.blocks.agencies.public import AgencySummary
from haidang.channels.kiosk.pages import (
    Big,
    BoardPage,
    Called,
    CardPage,
    FindPage,
    HomePage,
    ProcedurePage,
    TicketPage,
    TrackPage,
)
from haidang.domain.cases.public import Progress
from haidang.domain.catalog import public as catalog
from haidang.domain.queue.public import QueueView, TicketKind, TicketView
from haidang.engines.cards import Card, CardRead
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.clock import local, now
from haidang.kernel.personal_id import mask
from haidang.ui.parts import Link, Moment, Tone
from haidang.ui.questions import language, said

_TONES: Final[dict[str, Tone]] = {
    "3": "bad", "8": "bad", "5": "warn", "6": "warn", "9": "good", "10": "good",
}  # fmt: skip


def home_page(agency: AgencySummary, board: QueueView, *, key: str) -> HomePage:
    """Return the first page: four things to do."""
    place = [agency.code, key]
    return HomePage(
        agency=_agency_name(agency),
        waiting=len(board.waiting),
        wait=_wait_words(board.pace * (len(board.waiting) + 1) / board.windows)
        if board.pace
        else "",
        choices=(
            Big(
                text=_("Take a queue number"),
                note=_("Hand in papers, collect a result, ask"),
                icon="bell",
                href=reverse("kiosk:draw", args=place),
            ),
            Big(
                text=_("Where is my case?"),
                note=_("By the number on the receipt"),
                icon="pin",
                href=reverse("kiosk:track", args=place),
            ),
            Big(
                text=_("Find a procedure and apply"),
                note=_("With VNeID, or prepared for the counter"),
                icon="search",
                href=reverse("kiosk:find", args=place),
            ),
            Big(
                text=_("Scan my identity card"),
                note=_("So that nobody has to type your name"),
                icon="qr",
                href=reverse("kiosk:card", args=place),
            ),
        ),
    )


def ticket_page(ticket: TicketView, *, agency: AgencySummary) -> TicketPage:
    """Return a number with what the person wants to know: how many before, how long."""
    kinds = {
        TicketKind.SUBMIT: _("Hand in papers"),
        TicketKind.COLLECT: _("Collect a result"),
        TicketKind.ASK: _("Ask for guidance"),
    }
    name = ""
    if ticket.procedure:
        name = said(catalog.current_revision(ticket.procedure).package.name)
    return TicketPage(
        agency=_agency_name(agency),
        label=ticket.label,
        kind=kinds[ticket.kind],
        ahead=ticket.ahead,
        wait=_wait_words(ticket.wait) if ticket.wait else "",
        drawn=f"{local(ticket.drawn_at):%H:%M %d/%m/%Y}",
        procedure=name,
        priority=ticket.priority,
    )


def card_page(read: CardRead | None, *, after: str) -> CardPage:
    """Return what was read of a card, hardly more than shows that it is the right one."""
    card = read.card if read else None
    told = tuple(problem.text(language()) for problem in read.problems) if read else ()
    return CardPage(
        name=card.full_name if card else "",
        number=mask(card.personal_id) if card else "",
        hints=told if card else (),
        fault=" ".join(told) if read and card is None else "",
        after=after,
    )


def track_page(found: Progress | None, *, number: str) -> TrackPage:
    """Return how far a case is."""
    words = {
        "submitted": _("Handed in"),
        "accepted": _("Accepted"),
        "decided": _("Decided"),
        "returned": _("Result returned"),
    }
    if found is None:
        return TrackPage(
            number=number, status="", tone="idle", moments=(), is_missing=bool(number)
        )
    moments = tuple(
        Moment(title=words[name], state="done" if is_done else "todo")
        for name, is_done in found.steps
    )
    return TrackPage(
        number=found.number,
        status=said(found.status_name),
        tone=_TONES.get(found.status, "info"),
        moments=moments,
        is_missing=False,
    )


def find_page(
    query: str,
    found: Iterable[catalog.ProcedureSummary],
    *,
    popular: Sequence[catalog.ProcedureSummary],
    agency: str,
    key: str,
) -> FindPage:
    """Return what the words found; without words a few procedures to begin with."""
    return FindPage(
        query=query,
        found=tuple(_procedure_link(one, agency=agency, key=key) for one in found),
        popular=tuple(_procedure_link(one, agency=agency, key=key) for one in popular),
    )


def procedure_page(package: ProcedurePackage, *, sign_in: str, card: Card | None) -> ProcedurePage:
    """Return what a procedure needs."""
    return ProcedurePage(
        code=package.code,
        name=said(package.name),
        summary=said(package.summary),
        papers=tuple(said(one.name) for one in package.evidence),
        sign_in=sign_in,
        card=card.full_name or mask(card.personal_id) if card else "",
    )


def board_page(agency: AgencySummary, board: QueueView) -> BoardPage:
    """Return the board."""
    return BoardPage(
        agency=_agency_name(agency),
        called=tuple(
            Called(label=one.label, window=str(one.window or "")) for one in board.called
        ),
        waiting=tuple(one.label for one in board.waiting[:12]),
        count=len(board.waiting),
        at=f"{local(now()):%H:%M}",
    )


def _procedure_link(one: catalog.ProcedureSummary, *, agency: str, key: str) -> Link:
    href = reverse("kiosk:procedure", args=[agency, key, one.code])
    return Link(text=said(one.name), href=href)


def _agency_name(agency: AgencySummary) -> str:
    return agency.name_en if language() == "en" and agency.name_en else agency.name


def _wait_words(wait: timedelta) -> str:
    return _("about %(count)d minutes, as measured today") % {
        "count": max(round(wait.total_seconds() / 60), 1)
    }

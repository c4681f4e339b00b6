"""Reads of the queue: today only."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from typing import Final
from uuid import UUID

from haidang.blocks.identity import public as identity
from haidang.domain.queue import policies
from haidang.domain.queue.errors import TicketUnknown
from haidang.domain.queue.models import Ticket
from haidang.domain.queue.types import (
    Carried,
    QueueView,
    TicketId,
    TicketKind,
    TicketState,
    TicketView,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now, today

CONTEXT: Final = "queue.ticket"
FEWEST_MEASURED: Final = 3
LATELY: Final = 20
AT_A_WINDOW: Final = timedelta(minutes=45)
BOARD: Final = 6


def get_ticket(ticket_id: UUID, *, agency: str) -> TicketView:
    """Return a number of today's queue, with how many are before it; raises TicketUnknown."""
    row = Ticket.objects.filter(pk=ticket_id, agency=agency, day=today()).first()
    if row is None:
        raise TicketUnknown
    waiting = _waiting(agency)
    return view(row, waiting=waiting, pace=measure_pace(agency), windows=_windows(agency))


def see_queue(agency: str, *, actor: Actor) -> QueueView:
    """Return the queue of an agency as its officers see it."""
    policies.check_can_serve(agency, actor)
    return _queue(agency, officer_id=actor.id)


def see_board(agency: str) -> QueueView:
    """Return what the board of the waiting hall shows: numbers and windows, nobody's name."""
    return _queue(agency, officer_id="")


def carried_by(ticket_id: UUID, *, actor: Actor) -> Carried:
    """Return what a ticket brings to the counter, for the officer who serves it."""
    row = find_ticket(ticket_id, actor=actor)
    sealed = bytes(row.carried)
    card = identity.unseal(sealed, context=f"{CONTEXT}:{row.pk}").decode() if sealed else ""
    return Carried(label=row.label, procedure=row.procedure, card=card)


def find_ticket(ticket_id: UUID, *, actor: Actor) -> Ticket:
    """Return the row of a ticket that the officer may handle."""
    row = Ticket.objects.filter(pk=ticket_id, day=today()).first()
    if row is None:
        raise TicketUnknown
    policies.check_can_handle(row, actor)
    return row


def measure_pace(agency: str) -> timedelta | None:
    """Return how long serving one person took lately, as the median; None while unknown."""
    rows = Ticket.objects.filter(
        agency=agency, day=today(), state=TicketState.SERVED, called_at__isnull=False
    ).order_by("-ended_at")[:LATELY]
    spans = [row.ended_at - row.called_at for row in rows if row.ended_at and row.called_at]
    if len(spans) < FEWEST_MEASURED:
        return None
    return timedelta(seconds=median(span.total_seconds() for span in spans))


def view(
    row: Ticket, *, waiting: Sequence[Ticket] = (), pace: timedelta | None = None, windows: int = 1
) -> TicketView:
    """Return a row as it crosses the door."""
    places = [one.pk for one in waiting]
    ahead = places.index(row.pk) if row.pk in places else 0
    is_waiting = row.state == TicketState.WAITING
    return TicketView(
        id=TicketId(row.pk),
        agency=row.agency,
        label=row.label,
        kind=TicketKind(row.kind),
        priority=row.priority,
        state=TicketState(row.state),
        drawn_at=row.drawn_at,
        called_at=row.called_at,
        window=row.window,
        ahead=ahead,
        wait=pace * (ahead + 1) / max(windows, 1) if pace and is_waiting else None,
        procedure=row.procedure,
    )


def _queue(agency: str, *, officer_id: str) -> QueueView:
    waiting, pace, windows = _waiting(agency), measure_pace(agency), _windows(agency)
    called = Ticket.objects.filter(agency=agency, day=today(), state=TicketState.CALLED)
    recent = list(called.order_by("-called_at", "-id")[:BOARD])
    mine = next((row for row in called if officer_id and row.officer_id == officer_id), None)
    return QueueView(
        agency=agency,
        waiting=tuple(
            view(row, waiting=waiting, pace=pace, windows=windows) for row in waiting[:100]
        ),
        called=tuple(view(row) for row in recent),
        mine=view(mine) if mine else None,
        pace=pace,
        windows=windows,
    )


def _waiting(agency: str) -> list[Ticket]:
    rows = Ticket.objects.filter(agency=agency, day=today(), state=TicketState.WAITING)
    return list(rows.order_by("-priority", "id")[:500])


def _windows(agency: str) -> int:
    """Return how many windows called somebody lately."""
    lately = Ticket.objects.filter(
        agency=agency, day=today(), called_at__gte=now() - AT_A_WINDOW, window__isnull=False
    )
    return max(lately.values("window").distinct().count(), 1)

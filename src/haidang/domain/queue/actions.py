"""Writes of the queue."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.identity import public as identity
from haidang.domain.queue import policies, queries
from haidang.domain.queue.models import Ticket
from haidang.domain.queue.states import LETTERS, PRIORITY_LETTER
from haidang.domain.queue.types import (
    TicketCalled,
    TicketDrawn,
    TicketEnded,
    TicketKind,
    TicketState,
    TicketView,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now, today

LARGEST_WINDOW: Final = 99


def draw_ticket(
    *,
    agency: str,
    kind: TicketKind,
    actor: Actor,
    priority: bool = False,
    procedure: str = "",
    card: str = "",
) -> TicketView:
    """Give the next number of the day; elderly, disabled and pregnant people come first.

    ``procedure`` and the text of a ``card`` travel with the number to the counter; the card is
    encrypted and forgotten when the person was served, at the latest after the day.
    """
    found = agencies.get_agency(agency)
    letter = PRIORITY_LETTER if priority else LETTERS[kind]
    with transaction.atomic():
        number = agencies.next_number(
            agency=found.code, series=f"queue:{letter}", period=today().isoformat()
        )
        row = Ticket(
            agency=found.code,
            day=today(),
            label=f"{letter}{number:03d}",
            kind=kind,
            priority=priority,
            procedure=procedure[:20],
        )
        if card:
            row.carried = identity.seal(card.encode(), context=f"{queries.CONTEXT}:{row.pk}")
        row.save(force_insert=True)
        event = TicketDrawn(
            ticket_id=row.pk, agency=row.agency, day=row.day, label=row.label,
            kind=row.kind, priority=priority,
        )  # fmt: skip
        audit.announce(event, actor=actor)
    return queries.get_ticket(row.pk, agency=row.agency)


def call_next(*, agency: str, window: int, actor: Actor) -> TicketView | None:
    """Call the next number to a window: priority first, then in the order of drawing.

    Two officers at once never call the same number. The number that the officer still serves
    counts as served. Returns None when nobody waits.
    """
    policies.check_can_serve(agency, actor)
    with transaction.atomic():
        serving = Ticket.objects.select_for_update(of=("self",)).filter(
            agency=agency, day=today(), state=TicketState.CALLED, officer_id=actor.id
        )
        for old in list(serving):
            _end(old, TicketState.SERVED, at=now(), actor=actor)
        waiting = Ticket.objects.select_for_update(of=("self",), skip_locked=True).filter(
            agency=agency, day=today(), state=TicketState.WAITING
        )
        row = waiting.order_by("-priority", "id").first()
        if row is None:
            return None
        _call(row, window=window, actor=actor)
    return queries.view(row)


def call_again(ticket_id: UUID, *, window: int, actor: Actor) -> TicketView:
    """Call a number once more, also one that was absent; raises TicketMoved when served."""
    with transaction.atomic():
        row = _locked(ticket_id, actor=actor)
        _call(row, window=window, actor=actor)
    return queries.view(row)


def end_ticket(ticket_id: UUID, *, came: bool, actor: Actor) -> TicketView:
    """Note that a called person was served, or did not come; raises TicketMoved."""
    with transaction.atomic():
        row = _locked(ticket_id, actor=actor)
        state = TicketState.SERVED if came else TicketState.ABSENT
        _end(row, state, at=now(), actor=actor)
    return queries.view(row)


def forget_cards() -> int:
    """Forget what tickets of past days carried; return how many did."""
    past = Ticket.objects.filter(day__lt=today()).exclude(carried=b"")
    return past.update(carried=b"")


def _call(row: Ticket, *, window: int, actor: Actor) -> None:
    row.move_to(TicketState.CALLED)
    row.called_at = now()
    row.window = min(max(window, 1), LARGEST_WINDOW)
    row.officer_id = actor.id
    row.save(update_fields=["state", "called_at", "window", "officer_id"])
    event = TicketCalled(
        ticket_id=row.pk, agency=row.agency, label=row.label, window=row.window,
        waited_seconds=int((row.called_at - row.drawn_at).total_seconds()),
    )  # fmt: skip
    audit.announce(event, actor=actor)


def _end(row: Ticket, state: TicketState, *, at: datetime, actor: Actor) -> None:
    row.move_to(state)
    row.ended_at = at
    if state is TicketState.SERVED:
        row.carried = b""
    row.save(update_fields=["state", "ended_at", "carried"])
    served = (at - row.called_at).total_seconds() if row.called_at else 0
    event = TicketEnded(
        ticket_id=row.pk, agency=row.agency, label=row.label, outcome=state.value,
        served_seconds=int(served),
    )  # fmt: skip
    audit.announce(event, actor=actor)


def _locked(ticket_id: UUID, *, actor: Actor) -> Ticket:
    queries.find_ticket(ticket_id, actor=actor)
    return Ticket.objects.select_for_update(of=("self",)).get(pk=ticket_id)

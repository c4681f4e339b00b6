"""Ask the bank about orders of which nothing is heard: notices do get lost."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from haidang.blocks.outbox import public as outbox
from haidang.blocks.payments import queries
from haidang.blocks.payments.actions.record_notice import take_notice
from haidang.blocks.payments.models import PaymentOrder
from haidang.blocks.payments.providers import get_provider
from haidang.blocks.payments.types import Order
from haidang.kernel.clock import now


def poll_order(*, order_id: UUID) -> Order:
    """Ask the bank whether an order's money came, and book it; call outside transactions.

    An order that is paid or cancelled is asked about too: it may have been paid once more.
    """
    order = queries.get_order_row(order_id=order_id)
    provider = get_provider(order.provider)
    for notice in provider.find_payments(reference=order.reference):
        take_notice(provider=order.provider, notice=notice)
    return queries.get_order(order_id=order_id)


def poll_silent_orders(*, limit: int = 500) -> int:
    """Have the bank asked about every order that was silent too long; return how many.

    And once about every order that ended, a day after its time: whoever paid twice, or after
    the end, and whose notice was lost, has money here that must be known.
    """
    asked_at = now()
    silence = timedelta(seconds=settings.HAIDANG_PAYMENT_POLL_SECONDS)
    with transaction.atomic():
        silent = PaymentOrder.objects.silent_since(asked_at - silence, at=asked_at).order_by(
            "polled_at"
        )
        ended = PaymentOrder.objects.without_last_look(asked_at).order_by("expires_at")
        chosen = [
            row
            for rows in (silent, ended)
            for row in rows.select_for_update(skip_locked=True, of=("self",))[:limit]
        ]
        for row in chosen:
            outbox.defer(POLL, order_id=str(row.id))
        PaymentOrder.objects.filter(pk__in=[row.pk for row in chosen]).update(polled_at=asked_at)
    return len(chosen)


def _poll(*, order_id: str) -> None:
    poll_order(order_id=UUID(order_id))


POLL: Final = outbox.Task(name="payments.poll_order", queue="default", function=_poll)

"""Take a fee in cash at the cashier's desk; the receipt is the same as for a transfer."""

from uuid import UUID

from django.db import transaction

from haidang.blocks.payments import policies, queries
from haidang.blocks.payments.actions.record_notice import book
from haidang.blocks.payments.models import CASH, PaymentOrder
from haidang.blocks.payments.types import Order
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now


def take_cash(order_id: UUID, *, actor: Actor) -> Order:
    """Book the whole sum of an order as taken in cash by a cashier of the collecting agency.

    Again: no change. A transfer that comes later all the same is reported as paid twice.
    Raises OrderNotFound, NotAllowed, IllegalTransition (cancelled).
    Law: 254/2026/NĐ-CP: the electronic receipt is issued as the money is taken.
    """
    with transaction.atomic():
        queries.get_order_row(order_id=order_id)
        order = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
        policies.check_can_take_cash(order, actor)
        if order.paid_at is None:
            book(order, transaction_id=f"{CASH}{order.id}", paid_at=now(), actor=actor)
    return queries.to_order(PaymentOrder.objects.get(pk=order_id))

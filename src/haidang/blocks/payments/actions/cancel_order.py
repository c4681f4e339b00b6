"""Ask no longer for money."""

from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.payments import policies, queries
from haidang.blocks.payments.models import PaymentOrder
from haidang.blocks.payments.types import Order, OrderCancelled, OrderStatus
from haidang.kernel.actors import Actor


def cancel_order(*, order_id: UUID, reason: str, actor: Actor) -> Order:
    """Ask no longer for the money of an order; an already cancelled one stays as it is."""
    with transaction.atomic():
        queries.get_order_row(order_id=order_id)
        order = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
        policies.check_can_cancel(order, actor)
        if order.status != OrderStatus.CANCELLED:
            order.cancel()
            order.save(update_fields=["status"])
            event = OrderCancelled(order_id=order.id, subject=order.subject, reason=reason)
            audit.announce(event, actor=actor)
    return queries.get_order(order_id=order_id)

"""Stop waiting for money whose time is over."""

from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.blocks.payments.actions.poll_order import poll_order
from haidang.blocks.payments.models import PaymentOrder
from haidang.blocks.payments.types import OrderExpired, OrderStatus
from haidang.kernel.actors import system
from haidang.kernel.clock import now


def expire_order(*, order_id: UUID) -> bool:
    """Ask the bank a last time, then let an overdue order expire; tell whether it did.

    Raises ProviderUnavailable while the bank is silent: an order never expires unasked.
    """
    poll_order(order_id=order_id)
    with transaction.atomic():
        order = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
        if order.status != OrderStatus.PENDING:
            return False
        order.expire(at=now())
        order.save(update_fields=["status"])
        event = OrderExpired(order_id=order.id, subject=order.subject)
        audit.announce(event, actor=system("payments"))
    return True


def expire_overdue_orders(*, limit: int = 500) -> int:
    """Have every overdue order looked at; return how many."""
    with transaction.atomic():
        rows = PaymentOrder.objects.overdue(now()).order_by("expires_at", "id")
        numbers = [str(number) for number in rows.values_list("id", flat=True)[:limit]]
        for number in numbers:
            outbox.defer(EXPIRE, lock=number, order_id=number)
    return len(numbers)


def _expire(*, order_id: str) -> None:
    expire_order(order_id=UUID(order_id))


EXPIRE: Final = outbox.Task(name="payments.expire_order", queue="default", function=_expire)

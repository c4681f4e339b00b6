"""Give money back."""

from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.blocks.payments import policies, queries
from haidang.blocks.payments.errors import NotRefundable
from haidang.blocks.payments.models import PaymentOrder, Refund
from haidang.blocks.payments.providers import get_provider
from haidang.blocks.payments.types import (
    FeeRefunded,
    RefundNote,
    RefundRefused,
    RefundRequested,
    RefundStatus,
)
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now
from haidang.kernel.errors import ProviderRefused
from haidang.kernel.events import Event
from haidang.kernel.money import Money


def refund_order(
    *,
    order_id: UUID,
    reason: str,
    actor: Actor,
    idempotency_key: str,
    amount: Money | None = None,
) -> RefundNote:
    """Decide that money goes back, the whole sum or a part; the bank is told after commit.

    Raises NotRefundable when more would go back than came in.
    """
    with transaction.atomic():
        queries.get_order_row(order_id=order_id)
        order = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
        policies.check_can_refund(order, actor)
        known = Refund.objects.filter(idempotency_key=idempotency_key).first()
        if known is not None:
            return queries.to_refund(known)
        refund = Refund.objects.create(
            idempotency_key=idempotency_key,
            order=order,
            amount_dong=_refundable(order, amount=amount).dong,
            reason=reason,
        )
        event = RefundRequested(
            refund_id=refund.id,
            order_id=order.id,
            subject=order.subject,
            amount=Money(refund.amount_dong),
            reason=reason,
        )
        audit.announce(event, actor=actor)
        outbox.defer(SEND_REFUND, lock=str(refund.id), refund_id=str(refund.id))
    return queries.to_refund(refund)


def send_refund(*, refund_id: UUID) -> None:
    """Tell the bank to give the money back; the bank does it once per refund.

    What came in cash goes back in cash: the cashier hands it out.
    """
    refund = Refund.objects.select_related("order").get(pk=refund_id)
    if refund.status != RefundStatus.REQUESTED:
        return
    if refund.order.is_cash:
        _finish(refund_id=refund_id, number=refund.order.transaction_id)
        return
    try:
        number = get_provider(refund.order.provider).refund(
            transaction_id=refund.order.transaction_id,
            amount=Money(refund.amount_dong),
            reason=refund.reason,
            key=str(refund.id),
        )
    except ProviderRefused:
        number = ""
    _finish(refund_id=refund_id, number=number)


def _refundable(order: PaymentOrder, *, amount: Money | None) -> Money:
    if order.paid_at is None:
        raise NotRefundable
    left = order.amount - queries.refunded(order, with_requested=True)
    asked = left if amount is None else amount
    if not asked or asked < Money(0) or left < asked:
        raise NotRefundable
    return asked


def _finish(*, refund_id: UUID, number: str) -> None:
    with transaction.atomic():
        owner = Refund.objects.values_list("order_id", flat=True).get(pk=refund_id)
        order = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=owner)
        refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
        if refund.status != RefundStatus.REQUESTED:
            return
        event = _succeed(refund, order, number) if number else _fail(refund, order)
        audit.announce(event, actor=system("payments"))


def _succeed(refund: Refund, order: PaymentOrder, number: str) -> Event:
    at = now()
    refund.finish(provider_number=number, at=at)
    refund.save(update_fields=["status", "provider_number", "done_at"])
    if queries.refunded(order) == order.amount:
        order.finish_refund()
        order.save(update_fields=["status"])
    return FeeRefunded(
        order_id=order.id,
        subject=order.subject,
        amount=Money(refund.amount_dong),
        refunded_at=at,
    )


def _fail(refund: Refund, order: PaymentOrder) -> Event:
    refund.refuse()
    refund.save(update_fields=["status"])
    return RefundRefused(
        refund_id=refund.id,
        order_id=order.id,
        subject=order.subject,
        amount=Money(refund.amount_dong),
    )


def _send(*, refund_id: str) -> None:
    send_refund(refund_id=UUID(refund_id))


SEND_REFUND: Final = outbox.Task(name="payments.send_refund", queue="default", function=_send)

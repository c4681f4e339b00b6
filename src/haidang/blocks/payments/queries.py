"""Reads of payments. Callers have checked that the person may see the subject."""

import io
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import segno
from django.db.models import Sum

from haidang.blocks.payments import policies
from haidang.blocks.payments.errors import OrderNotFound
from haidang.blocks.payments.models import PaymentOrder, ProviderNotice, Receipt, Refund
from haidang.blocks.payments.providers import get_provider
from haidang.blocks.payments.types import (
    IssuedReceipt,
    KeptNotice,
    NoticeOutcome,
    Order,
    OrderId,
    OrderStatus,
    Payee,
    PaymentLine,
    RefundNote,
    RefundStatus,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local
from haidang.kernel.money import Money


def get_order(*, order_id: UUID) -> Order:
    """Return an order."""
    return to_order(get_order_row(order_id=order_id))


def find_order_by_reference(*, reference: str) -> Order | None:
    """Return the order with a payment reference."""
    row = PaymentOrder.objects.filter(reference=reference).first()
    return None if row is None else to_order(row)


def list_orders(*, subject: str) -> list[Order]:
    """Return all orders of a case, oldest first."""
    rows = PaymentOrder.objects.of_subject(subject)
    return [to_order(row) for row in rows.order_by("opened_at", "id")[:200]]


def list_waiting_at(agencies: Collection[str], *, limit: int = 100) -> list[Order]:
    """Return the orders that some agencies wait to be paid, the oldest first."""
    rows = PaymentOrder.objects.filter(agency__in=agencies, status=OrderStatus.PENDING)
    return [to_order(row) for row in rows.order_by("opened_at", "id")[:limit]]


def make_pay_link(*, order_id: UUID, return_to: str) -> str:
    """Return an address where a person can pay an order and come back, or nothing."""
    row = get_order_row(order_id=order_id)
    return get_provider(row.provider).pay_link(payload=row.qr_payload, return_to=return_to)


def draw_qr(*, payload: str) -> str:
    """Return the code of a payload as an SVG element, to be put into a page."""
    code = segno.make(payload, error="m", micro=False)
    drawn: str = code.svg_inline(scale=4, border=4, svgclass=None, lineclass=None)
    return drawn


def draw_qr_png(*, payload: str) -> bytes:
    """Return the code of a payload as a PNG picture."""
    picture = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def find_receipt(*, order_id: UUID) -> IssuedReceipt | None:
    """Return the receipt of an order once it is paid."""
    row = Receipt.objects.select_related("order").filter(order_id=order_id).first()
    return None if row is None else _to_receipt(row)


def list_receipts(*, subject: str) -> list[IssuedReceipt]:
    """Return all receipts of a case, oldest first."""
    rows = Receipt.objects.select_related("order").filter(order__subject=subject)
    return [_to_receipt(row) for row in rows.order_by("issued_at", "order_id")[:200]]


def list_refunds(*, subject: str) -> list[RefundNote]:
    """Return all refunds of a case, oldest first."""
    rows = Refund.objects.filter(order__subject=subject).order_by("requested_at", "id")
    return [to_refund(row) for row in rows[:200]]


def list_unexpected_money(
    *, agency: str, actor: Actor, since: datetime, limit: int = 200
) -> list[KeptNotice]:
    """Return the notices that fit no open order of an agency, or no order at all."""
    policies.check_can_reconcile(agency, actor)
    rows = ProviderNotice.objects.filter(received_at__gte=since).exclude(
        outcome__in=[NoticeOutcome.BOOKED, NoticeOutcome.REPEATED]
    )
    of_agency = rows.filter(order__agency=agency) | rows.filter(order__isnull=True)
    return [_to_notice(row) for row in of_agency.order_by("received_at", "id")[:limit]]


def get_order_row(*, order_id: UUID) -> PaymentOrder:
    """Return the row of an order, for use inside this block."""
    row = PaymentOrder.objects.filter(pk=order_id).first()
    if row is None:
        raise OrderNotFound
    return row


def refunded(row: PaymentOrder, *, with_requested: bool = False) -> Money:
    """Return what went back of an order's money, or was at least asked to."""
    statuses = [RefundStatus.DONE.value]
    if with_requested:
        statuses.append(RefundStatus.REQUESTED.value)
    total = row.refunds.filter(status__in=statuses).aggregate(total=Sum("amount_dong"))["total"]
    return Money(int(total or 0))


def to_order(row: PaymentOrder) -> Order:
    """Return an order as it crosses the door."""
    receipt = Receipt.objects.filter(pk=row.pk).first() if row.paid_at else None
    return Order(
        id=OrderId(row.id),
        subject=row.subject,
        status=OrderStatus(row.status),
        payer_name=row.payer_name,
        payee=_payee(row),
        lines=_lines(row),
        amount=row.amount,
        provider=row.provider,
        reference=row.reference,
        qr_payload=row.qr_payload,
        pay_link=get_provider(row.provider).pay_link(payload=row.qr_payload, return_to=""),
        opened_at=row.opened_at,
        expires_at=row.expires_at,
        paid_at=row.paid_at,
        transaction_id=row.transaction_id,
        receipt_number=receipt.full_number if receipt else "",
        refunded=refunded(row) if row.paid_at else Money(0),
    )


def to_refund(row: Refund) -> RefundNote:
    """Return a refund as it crosses the door."""
    return RefundNote(
        id=row.id,
        order_id=OrderId(row.order_id),
        amount=Money(row.amount_dong),
        reason=row.reason,
        status=RefundStatus(row.status),
        requested_at=row.requested_at,
        done_at=row.done_at,
    )


def _to_receipt(row: Receipt) -> IssuedReceipt:
    order = row.order
    return IssuedReceipt(
        order_id=OrderId(order.id),
        subject=order.subject,
        form=row.form,
        symbol=row.symbol,
        number=f"{row.number:08d}",
        payee=_payee(order),
        payer_name=order.payer_name,
        lines=_lines(order),
        amount=order.amount,
        amount_in_words=row.amount_in_words,
        issued_on=local(row.issued_at).date(),
        issued_at=row.issued_at,
        transaction_id=order.transaction_id,
    )


def _to_notice(row: ProviderNotice) -> KeptNotice:
    return KeptNotice(
        provider=row.provider,
        event_id=row.event_id,
        transaction_id=row.transaction_id,
        reference=row.reference,
        amount=Money(row.amount_dong),
        outcome=NoticeOutcome(row.outcome),
        received_at=row.received_at,
    )


def _payee(row: PaymentOrder) -> Payee:
    return Payee(agency=row.agency, name=row.agency_name, tax_code=row.agency_tax_code)


def _lines(row: PaymentOrder) -> tuple[PaymentLine, ...]:
    return tuple(
        PaymentLine(
            key=line["key"],
            name=line["name"],
            kind=line["kind"],
            amount=Money(line["amount"]),
        )
        for line in row.lines
    )

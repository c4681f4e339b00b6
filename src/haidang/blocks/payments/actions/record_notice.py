"""Act once on a bank's word that money came."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.payments.errors import ReceiptSeriesFull
from haidang.blocks.payments.models import PaymentOrder, ProviderNotice, Receipt, ReceiptCounter
from haidang.blocks.payments.providers import get_provider
from haidang.blocks.payments.types import (
    BankNotice,
    FeePaid,
    NoticeOutcome,
    OrderStatus,
    PaymentUnexpected,
)
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import local, now

_LAST_NUMBER = 99_999_999


def record_notice(*, provider: str, headers: Mapping[str, str], body: bytes) -> NoticeOutcome:
    """Check a bank's notice and act on it, once however often it comes.

    Raises NoticeForged when the signature is not the bank's. Any other answer means that
    the notice is safely kept, so that the bank may be told so.
    """
    notice = get_provider(provider).read_notice(headers=headers, body=body)
    return take_notice(provider=provider, notice=notice)


def take_notice(*, provider: str, notice: BankNotice) -> NoticeOutcome:
    """Keep a notice that is known to be true; book it on its order if it fits."""
    actor = system(f"payments:{provider}")
    with transaction.atomic():
        row, is_new = _keep(provider=provider, notice=notice)
        if not is_new:
            return NoticeOutcome.REPEATED
        order = (
            PaymentOrder.objects.select_for_update(of=("self",))
            .filter(provider=provider, reference=notice.reference)
            .first()
        )
        row.order = order
        row.outcome = _judge(row, order=order, notice=notice).value
        row.save(update_fields=["order", "outcome"])
        outcome = NoticeOutcome(row.outcome)
        if outcome is NoticeOutcome.BOOKED and order is not None:
            book(order, transaction_id=notice.transaction_id, paid_at=notice.paid_at, actor=actor)
        elif outcome is not NoticeOutcome.REPEATED:
            _report(order, notice=notice, outcome=outcome, actor=actor)
    return outcome


def _keep(*, provider: str, notice: BankNotice) -> tuple[ProviderNotice, bool]:
    return ProviderNotice.objects.get_or_create(
        provider=provider,
        event_id=notice.event_id,
        defaults={
            "transaction_id": notice.transaction_id,
            "reference": notice.reference[:80],
            "amount_dong": notice.amount.dong,
            "raw": dict(notice.raw),
            "outcome": NoticeOutcome.REPEATED.value,
        },
    )


def _judge(
    row: ProviderNotice, *, order: PaymentOrder | None, notice: BankNotice
) -> NoticeOutcome:
    same_money = ProviderNotice.objects.filter(
        provider=row.provider, transaction_id=notice.transaction_id
    ).exclude(pk=row.pk)
    if same_money.exists():
        return NoticeOutcome.REPEATED
    if order is None:
        return NoticeOutcome.UNKNOWN_REFERENCE
    if order.status == OrderStatus.CANCELLED:
        return NoticeOutcome.AFTER_CANCELLATION
    if order.paid_at is not None:
        return NoticeOutcome.PAID_TWICE
    if order.amount != notice.amount:
        return NoticeOutcome.WRONG_AMOUNT
    return NoticeOutcome.BOOKED


def book(order: PaymentOrder, *, transaction_id: str, paid_at: datetime, actor: Actor) -> None:
    """Book money on an order and issue its receipt; the caller holds the lock."""
    order.book(transaction_id=transaction_id, paid_at=paid_at)
    order.save(update_fields=["status", "transaction_id", "paid_at"])
    receipt = _issue_receipt(order)
    event = FeePaid(
        order_id=order.id,
        subject=order.subject,
        amount=order.amount,
        paid_at=paid_at,
        receipt_number=receipt.full_number,
    )
    audit.announce(event, actor=actor)


def _issue_receipt(order: PaymentOrder) -> Receipt:
    issued_at = now()
    year = local(issued_at).year
    symbol = f"{year % 100:02d}T{settings.HAIDANG_RECEIPT_SERIES}"
    number = ReceiptCounter.objects.next_number(agency=order.agency, year=year, symbol=symbol)
    if number > _LAST_NUMBER:
        raise ReceiptSeriesFull
    return Receipt.objects.create(
        order=order,
        agency=order.agency,
        form=settings.HAIDANG_RECEIPT_FORM,
        symbol=symbol,
        year=year,
        number=number,
        amount_in_words=order.amount.in_words(),
        issued_at=issued_at,
    )


def _report(
    order: PaymentOrder | None, *, notice: BankNotice, outcome: NoticeOutcome, actor: Actor
) -> None:
    event = PaymentUnexpected(
        transaction_id=notice.transaction_id,
        subject=order.subject if order else notice.transaction_id,
        reference=notice.reference,
        amount=notice.amount,
        outcome=outcome.value,
    )
    audit.announce(event, actor=actor)

"""Ask a payer for money."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.payments import queries
from haidang.blocks.payments.errors import OrderDiffers
from haidang.blocks.payments.models import PaymentOrder
from haidang.blocks.payments.providers import get_provider
from haidang.blocks.payments.types import Order, OrderOpened, Payee, PaymentLine
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.ids import new_code
from haidang.kernel.money import Money


def open_order(
    *,
    subject: str,
    payer_name: str,
    payee: Payee,
    lines: Iterable[PaymentLine],
    actor: Actor,
    idempotency_key: str,
    provider: str = "",
) -> Order:
    """Ask a payer for the sum of some fee lines; the same key asks only once.

    The QR code is made here, so nothing outside is called and the caller's transaction
    stays short. Raises OrderDiffers when the key stands for another subject or sum.
    """
    asked = tuple(lines)
    total = sum((line.amount for line in asked), start=Money(0))
    with transaction.atomic():
        row, is_new = PaymentOrder.objects.get_or_create(
            idempotency_key=idempotency_key,
            defaults=_columns(
                subject=subject,
                payer_name=payer_name,
                payee=payee,
                lines=asked,
                total=total,
                provider=provider or settings.HAIDANG_PAYMENT_PROVIDER,
            ),
        )
        if (row.subject, row.amount) != (subject, total):
            raise OrderDiffers
        if is_new:
            event = OrderOpened(
                order_id=row.id,
                subject=row.subject,
                amount=row.amount,
                reference=row.reference,
                expires_at=row.expires_at,
            )
            audit.announce(event, actor=actor)
    return queries.to_order(row)


def _columns(
    *,
    subject: str,
    payer_name: str,
    payee: Payee,
    lines: tuple[PaymentLine, ...],
    total: Money,
    provider: str,
) -> dict[str, object]:
    reference = f"{settings.HAIDANG_PAYMENT_REFERENCE_PREFIX}{new_code(10)}"
    opened_at = now()
    return {
        "subject": subject,
        "payer_name": payer_name[:200],
        "agency": payee.agency,
        "agency_name": payee.name,
        "agency_tax_code": payee.tax_code,
        "lines": [_plain(line) for line in lines],
        "amount_dong": total.dong,
        "provider": provider,
        "reference": reference,
        "qr_payload": get_provider(provider).make_payload(reference=reference, amount=total),
        "opened_at": opened_at,
        "polled_at": opened_at,
        "expires_at": opened_at + timedelta(minutes=settings.HAIDANG_PAYMENT_EXPIRY_MINUTES),
    }


def _plain(line: PaymentLine) -> dict[str, str | int]:
    return {"key": line.key, "name": line.name, "kind": line.kind, "amount": line.amount.dong}

"""Tables of payments."""

from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.db import connection, models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from haidang.blocks.payments.states import REFUND_TRANSITIONS, TRANSITIONS
from haidang.blocks.payments.types import OrderStatus, RefundStatus
from haidang.kernel.clock import now
from haidang.kernel.errors import IllegalTransition
from haidang.kernel.ids import new_id
from haidang.kernel.money import Money

CASH = "cash:"
"""What the number of a payment in cash begins with; a bank's number never does."""

LAST_LOOK_AFTER: Final = timedelta(days=1)
LAST_LOOK_BEFORE: Final = timedelta(days=30)

_ORDER_STATUSES = [(status.value, status.value) for status in OrderStatus]
_REFUND_STATUSES = [(status.value, status.value) for status in RefundStatus]


class OrderQuerySet(models.QuerySet["PaymentOrder"]):
    """Orders, by what has to be done about them."""

    def of_subject(self, subject: str) -> Self:
        """Keep the orders of one case."""
        return self.filter(subject=subject)

    def silent_since(self, instant: datetime, *, at: datetime) -> Self:
        """Keep the pending orders that nobody opened or asked about since an instant.

        Those whose time is over are asked about when they expire.
        """
        waiting = self.filter(status=OrderStatus.PENDING, polled_at__lt=instant)
        return waiting.filter(expires_at__gt=at)

    def without_last_look(self, at: datetime) -> Self:
        """Keep the ended orders whose time was over a day ago, not asked about since."""
        ended = self.exclude(status=OrderStatus.PENDING).filter(polled_at__lt=F("expires_at"))
        return ended.filter(
            expires_at__lte=at - LAST_LOOK_AFTER, expires_at__gt=at - LAST_LOOK_BEFORE
        )

    def overdue(self, at: datetime) -> Self:
        """Keep the pending orders whose time is over."""
        return self.filter(status=OrderStatus.PENDING, expires_at__lte=at)


class PaymentOrder(models.Model):
    """A sum asked from a payer. ``subject`` is opaque here: the number of a case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    idempotency_key = models.CharField(max_length=120, unique=True)
    subject = models.CharField(max_length=80)
    payer_name = models.CharField(max_length=200)
    agency = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=300)
    agency_tax_code = models.CharField(max_length=20, blank=True)
    lines = models.JSONField()
    amount_dong = models.BigIntegerField()
    status = models.CharField(
        max_length=12, choices=_ORDER_STATUSES, default=OrderStatus.PENDING.value
    )
    provider = models.CharField(max_length=40)
    reference = models.CharField(max_length=25, unique=True)
    qr_payload = models.CharField(max_length=512)
    opened_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    polled_at = models.DateTimeField(default=now)
    paid_at = models.DateTimeField(null=True, blank=True)
    transaction_id = models.CharField(max_length=80, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment order")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount_dong__gt=0), name="payments_order_amount"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["paid", "refunded"], paid_at__isnull=False)
                | models.Q(status__in=["pending", "expired", "cancelled"], paid_at__isnull=True),
                name="payments_order_paid_at",
            ),
            models.UniqueConstraint(
                fields=["provider", "transaction_id"],
                condition=~models.Q(transaction_id=""),
                name="payments_order_money_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "opened_at"], name="payments_order_subject"),
            models.Index(
                fields=["polled_at"],
                condition=models.Q(status="pending"),
                name="payments_order_silent",
            ),
            models.Index(
                fields=["expires_at"],
                condition=~models.Q(status="pending") & models.Q(polled_at__lt=F("expires_at")),
                name="payments_order_last_look",
            ),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(status="pending"),
                name="payments_order_overdue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.status}"

    @property
    def amount(self) -> Money:
        """Return the sum that is asked for."""
        return Money(self.amount_dong)

    @property
    def is_cash(self) -> bool:
        """Tell whether the money was taken in hand."""
        return self.transaction_id.startswith(CASH)

    def book(self, *, transaction_id: str, paid_at: datetime) -> None:
        """Take the money that came as the payment of this order."""
        self._move_to(OrderStatus.PAID)
        self.transaction_id = transaction_id
        self.paid_at = paid_at

    def expire(self, *, at: datetime) -> None:
        """Stop waiting for the money."""
        if at < self.expires_at:
            raise IllegalTransition("The time of the order is not over yet.")
        self._move_to(OrderStatus.EXPIRED)

    def cancel(self) -> None:
        """Ask no longer for the money."""
        self._move_to(OrderStatus.CANCELLED)

    def finish_refund(self) -> None:
        """Note that the whole sum went back."""
        self._move_to(OrderStatus.REFUNDED)

    def _move_to(self, status: OrderStatus) -> None:
        if status not in TRANSITIONS[OrderStatus(self.status)]:
            raise IllegalTransition(f"A payment order cannot go from {self.status} to {status}.")
        self.status = status.value


class ProviderNotice(models.Model):
    """A bank's notice, kept word by word, once per event of the bank."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=40)
    event_id = models.CharField(max_length=120)
    transaction_id = models.CharField(max_length=80)
    reference = models.CharField(max_length=80)
    amount_dong = models.BigIntegerField()
    raw = models.JSONField()
    order = models.ForeignKey(
        PaymentOrder, on_delete=models.PROTECT, null=True, related_name="notices"
    )
    outcome = models.CharField(max_length=24)
    received_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("bank notice")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="payments_notice_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["received_at"], name="payments_notice_received"),
            models.Index(fields=["provider", "transaction_id"], name="payments_notice_money"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id} {self.outcome}"


class ReceiptCounterQuerySet(models.QuerySet["ReceiptCounter"]):
    """Series of receipt numbers."""

    def next_number(self, *, agency: str, year: int, symbol: str) -> int:
        """Give out the next number of a series; the row stays locked until commit."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO payments_receiptcounter (agency, year, symbol, last_number) "
                "VALUES (%s, %s, %s, 1) ON CONFLICT (agency, year, symbol) DO UPDATE "
                "SET last_number = payments_receiptcounter.last_number + 1 RETURNING last_number",
                [agency, year, symbol],
            )
            (number,) = cursor.fetchone()
        return int(number)


class ReceiptCounter(models.Model):
    """The last number given out in a series; its row lock keeps numbers without a gap."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=40)
    year = models.IntegerField()
    symbol = models.CharField(max_length=10)
    last_number = models.IntegerField(default=0)

    objects = ReceiptCounterQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt counter")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "year", "symbol"], name="payments_counter_series"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.symbol} {self.last_number}"


class Receipt(models.Model):
    """An electronic receipt (Law: 254/2026/NĐ-CP); never changed."""

    order = models.OneToOneField(
        PaymentOrder, on_delete=models.PROTECT, primary_key=True, related_name="receipt"
    )
    agency = models.CharField(max_length=40)
    form = models.CharField(max_length=10)
    symbol = models.CharField(max_length=10)
    year = models.IntegerField()
    number = models.IntegerField()
    amount_in_words = models.CharField(max_length=300)
    issued_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("receipt")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "year", "symbol", "number"], name="payments_receipt_number"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=99_999_999),
                name="payments_receipt_eight_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        """Return symbol and number as people write them."""
        return f"{self.symbol}-{self.number:08d}"


class Refund(models.Model):
    """A sum that goes back to the payer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    idempotency_key = models.CharField(max_length=120, unique=True)
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="refunds")
    amount_dong = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    status = models.CharField(
        max_length=12, choices=_REFUND_STATUSES, default=RefundStatus.REQUESTED.value
    )
    provider_number = models.CharField(max_length=80, blank=True)
    requested_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount_dong__gt=0), name="payments_refund_amount"
            ),
            models.CheckConstraint(
                condition=models.Q(status="done", done_at__isnull=False)
                | (~models.Q(status="done") & models.Q(done_at__isnull=True)),
                name="payments_refund_done_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.amount_dong} {self.status}"

    def finish(self, *, provider_number: str, at: datetime) -> None:
        """Note that the bank gave the money back."""
        self._move_to(RefundStatus.DONE)
        self.provider_number = provider_number
        self.done_at = at

    def refuse(self) -> None:
        """Note that the bank would not give the money back."""
        self._move_to(RefundStatus.REFUSED)

    def _move_to(self, status: RefundStatus) -> None:
        if status not in REFUND_TRANSITIONS[RefundStatus(self.status)]:
            raise IllegalTransition(f"A refund cannot go from {self.status} to {status}.")
        self.status = status.value

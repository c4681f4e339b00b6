"""What crosses the door of payments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from haidang.kernel.events import Event
from haidang.kernel.money import Money

OrderId = NewType("OrderId", UUID)


class OrderStatus(StrEnum):
    """Where an order stands."""

    PENDING = "pending"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class RefundStatus(StrEnum):
    """Where a refund stands."""

    REQUESTED = "requested"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentLine:
    """One sum of an order: a charge (phí) or a duty (lệ phí)."""

    key: str
    name: str
    kind: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """The agency that collects: its code, its name and its tax code stand on the receipt."""

    agency: str
    name: str
    tax_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A sum asked from a payer, as others may know it."""

    id: OrderId
    subject: str
    status: OrderStatus
    payer_name: str
    payee: Payee
    lines: tuple[PaymentLine, ...]
    amount: Money
    provider: str
    reference: str
    qr_payload: str
    pay_link: str
    opened_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    transaction_id: str
    receipt_number: str
    refunded: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReceipt:
    """An electronic receipt (Law: 254/2026/NĐ-CP): everything that has to stand on it."""

    order_id: OrderId
    subject: str
    form: str
    symbol: str
    number: str
    payee: Payee
    payer_name: str
    lines: tuple[PaymentLine, ...]
    amount: Money
    amount_in_words: str
    issued_on: date
    issued_at: datetime
    transaction_id: str

    @property
    def full_number(self) -> str:
        """Return symbol and number as people write them, such as ``26TAA-00000042``."""
        return f"{self.symbol}-{self.number}"


class NoticeOutcome(StrEnum):
    """What became of a bank's notice."""

    BOOKED = "booked"
    REPEATED = "repeated"
    UNKNOWN_REFERENCE = "unknown_reference"
    WRONG_AMOUNT = "wrong_amount"
    PAID_TWICE = "paid_twice"
    AFTER_CANCELLATION = "after_cancellation"


@dataclass(frozen=True, slots=True, kw_only=True)
class BankNotice:
    """A bank's word that money came, after its signature was found true."""

    event_id: str
    transaction_id: str
    reference: str
    amount: Money
    paid_at: datetime
    raw: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNotice:
    """A notice as it was kept, for reconciliation."""

    provider: str
    event_id: str
    transaction_id: str
    reference: str
    amount: Money
    outcome: NoticeOutcome
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundNote:
    """A sum that goes back to the payer, and how far it has come."""

    id: UUID
    order_id: OrderId
    amount: Money
    reason: str
    status: RefundStatus
    requested_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOpened(Event):
    """A sum was asked from a payer."""

    code = "payment.order_opened"

    order_id: UUID
    subject: str = field()
    amount: Money
    reference: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeePaid(Event):
    """The money of an order came; its receipt was issued in the same transaction."""

    code = "payment.fee_paid"

    order_id: UUID
    subject: str = field()
    amount: Money
    paid_at: datetime
    receipt_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentUnexpected(Event):
    """Money came that fits no open order; somebody has to give it back or assign it."""

    code = "payment.unexpected"

    transaction_id: str
    subject: str = field()
    reference: str
    amount: Money
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExpired(Event):
    """Nobody paid an order in time."""

    code = "payment.order_expired"

    order_id: UUID
    subject: str = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(Event):
    """An order is no longer asked for."""

    code = "payment.order_cancelled"

    order_id: UUID
    subject: str = field()
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequested(Event):
    """Somebody decided that money goes back to the payer."""

    code = "payment.refund_requested"

    refund_id: UUID
    order_id: UUID
    subject: str = field()
    amount: Money
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRefunded(Event):
    """The bank gave money back to the payer."""

    code = "payment.fee_refunded"

    order_id: UUID
    subject: str = field()
    amount: Money
    refunded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRefused(Event):
    """The bank would not give the money back; it has to go another way."""

    code = "payment.refund_refused"

    refund_id: UUID
    order_id: UUID
    subject: str = field()
    amount: Money

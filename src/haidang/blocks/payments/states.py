"""The life of an order and of a refund."""

from collections.abc import Mapping
from typing import Final

from haidang.blocks.payments.types import OrderStatus, RefundStatus

TRANSITIONS: Final[Mapping[OrderStatus, frozenset[OrderStatus]]] = {
    OrderStatus.PENDING: frozenset({OrderStatus.PAID, OrderStatus.EXPIRED, OrderStatus.CANCELLED}),
    # Money that arrives after the time is still money: it is booked, never lost.
    OrderStatus.EXPIRED: frozenset({OrderStatus.PAID, OrderStatus.CANCELLED}),
    OrderStatus.PAID: frozenset({OrderStatus.REFUNDED}),
    OrderStatus.CANCELLED: frozenset(),
    OrderStatus.REFUNDED: frozenset(),
}

REFUND_TRANSITIONS: Final[Mapping[RefundStatus, frozenset[RefundStatus]]] = {
    RefundStatus.REQUESTED: frozenset({RefundStatus.DONE, RefundStatus.REFUSED}),
    RefundStatus.DONE: frozenset(),
    RefundStatus.REFUSED: frozenset(),
}

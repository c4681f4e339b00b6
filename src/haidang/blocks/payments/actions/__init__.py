"""What can be done with payments, one file per verb."""

from haidang.blocks.payments.actions.cancel_order import cancel_order
from haidang.blocks.payments.actions.expire_order import (
    EXPIRE,
    expire_order,
    expire_overdue_orders,
)
from haidang.blocks.payments.actions.move_agencies import HOLDINGS, move_agencies
from haidang.blocks.payments.actions.open_order import open_order
from haidang.blocks.payments.actions.poll_order import POLL, poll_order, poll_silent_orders
from haidang.blocks.payments.actions.record_notice import record_notice
from haidang.blocks.payments.actions.refund_order import SEND_REFUND, refund_order, send_refund
from haidang.blocks.payments.actions.take_cash import take_cash

__all__ = [
    "EXPIRE",
    "HOLDINGS",
    "POLL",
    "SEND_REFUND",
    "cancel_order",
    "expire_order",
    "expire_overdue_orders",
    "move_agencies",
    "open_order",
    "poll_order",
    "poll_silent_orders",
    "record_notice",
    "refund_order",
    "send_refund",
    "take_cash",
]

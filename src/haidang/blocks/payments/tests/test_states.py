import itertools

import pytest

from haidang.blocks.payments.models import PaymentOrder, Refund
from haidang.blocks.payments.states import TRANSITIONS
from haidang.blocks.payments.types import OrderStatus, RefundStatus
from haidang.kernel.clock import now
from haidang.kernel.errors import IllegalTransition

ALLOWED = {
    ("pending", "paid"),
    ("pending", "expired"),
    ("pending", "cancelled"),
    ("expired", "paid"),
    ("expired", "cancelled"),
    ("paid", "refunded"),
}


@pytest.mark.parametrize(("start", "end"), list(itertools.product(OrderStatus, repeat=2)))
def test_an_order_moves_only_along_the_table(start: OrderStatus, end: OrderStatus) -> None:
    assert (end in TRANSITIONS[start]) == ((start.value, end.value) in ALLOWED)


@pytest.mark.parametrize("start", ["paid", "cancelled", "refunded"])
def test_a_closed_order_is_not_booked_again(start: str) -> None:
    order = PaymentOrder(status=start)

    with pytest.raises(IllegalTransition):
        order.book(transaction_id="T", paid_at=now())


def test_an_order_does_not_expire_before_its_time() -> None:
    order = PaymentOrder(status="pending", expires_at=now())

    with pytest.raises(IllegalTransition):
        order.expire(at=now().replace(year=2020))


@pytest.mark.parametrize("end", [RefundStatus.DONE, RefundStatus.REFUSED])
def test_a_closed_refund_stays_closed(end: RefundStatus) -> None:
    refund = Refund(status=end.value)

    with pytest.raises(IllegalTransition):
        refund.refuse()

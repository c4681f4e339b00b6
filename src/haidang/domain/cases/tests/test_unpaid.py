"""A fee that is not paid in time can still be paid."""

from datetime import timedelta

import pytest

from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import World, get_row
from haidang.domain.cases.tests.following import accepted_business, templates_of
from haidang.kernel import clock

pytestmark = pytest.mark.django_db

STATES = payments.OrderStatus


def end_unpaid(number: str) -> None:
    """Let the time of the open order pass."""
    order = payments.list_orders(subject=number)[-1]
    with clock.stopped_at(order.expires_at + timedelta(minutes=1)):
        payments.expire_order(order_id=order.id)
        run_jobs()


def states(number: str) -> list[str]:
    rows = sorted(payments.list_orders(subject=number), key=lambda one: one.id)
    return [one.status for one in rows]


def test_an_order_that_ended_unpaid_is_followed_by_another(world: World) -> None:
    number = accepted_business(world)

    end_unpaid(number)

    first, second = sorted(payments.list_orders(subject=number), key=lambda one: one.id)
    assert (first.status, second.status) == (STATES.EXPIRED, STATES.PENDING)
    assert (second.amount, second.lines) == (first.amount, first.lines)
    assert second.reference != first.reference
    assert templates_of(number).count("payment_requested") == 2


def test_the_case_goes_on_when_the_second_order_is_paid(world: World) -> None:
    number = accepted_business(world)
    end_unpaid(number)
    order = payments.list_orders(subject=number)[-1]

    MemoryBank.take_money(reference=order.reference, dong=order.amount.dong)
    payments.poll_order(order_id=order.id)
    run_jobs()

    assert get_row(number).finance == "paid"
    assert states(number) == [STATES.EXPIRED, STATES.PAID]


def test_money_that_comes_late_for_the_first_ends_the_second(world: World) -> None:
    number = accepted_business(world)
    first = payments.list_orders(subject=number)[0]
    end_unpaid(number)

    MemoryBank.take_money(reference=first.reference, dong=first.amount.dong)
    payments.poll_order(order_id=first.id)
    run_jobs()

    assert get_row(number).finance == "paid"
    assert states(number) == [STATES.PAID, STATES.CANCELLED]


def test_who_is_asked_often_is_told_once_more_only(world: World) -> None:
    number = accepted_business(world)

    for _time in range(3):
        end_unpaid(number)

    assert states(number) == [*[STATES.EXPIRED] * 3, STATES.PENDING]
    assert templates_of(number).count("payment_requested") == 2


def test_nobody_is_asked_for_a_case_that_was_withdrawn(world: World) -> None:
    number = accepted_business(world)
    order = payments.list_orders(subject=number)[0]
    cases.withdraw_case(number, reason="", actor=world.binh)

    with clock.stopped_at(order.expires_at + timedelta(minutes=1)):
        payments.expire_order(order_id=order.id)
        run_jobs()

    assert states(number) == [STATES.CANCELLED]

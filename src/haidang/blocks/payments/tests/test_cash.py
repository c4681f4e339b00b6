import pytest

from haidang.blocks.agencies.testing import WARD_CENTRE, install_sample_city
from haidang.blocks.audit import public as audit
from haidang.blocks.identity.testing import make_hoa, make_officer_actor, make_tuan
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.actions.record_notice import take_notice
from haidang.blocks.payments.testing import MemoryBank
from haidang.kernel.actors import Actor, system
from haidang.kernel.errors import IllegalTransition, NotAllowed
from haidang.kernel.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture
def cashier() -> Actor:
    install_sample_city()
    return make_officer_actor("mai")


def order() -> payments.Order:
    return payments.open_order(
        subject="H24.182.01-261123-0001",
        payer_name="Nguyễn Thị Lan",
        payee=payments.Payee(agency=WARD_CENTRE, name="Trung tâm"),
        lines=[payments.PaymentLine(key="fee", name="Phí", kind="charge", amount=Money(8_000))],
        actor=system("tests"),
        idempotency_key="cash",
    )


def test_cash_is_booked_with_a_receipt_and_the_cashier_stands_in_the_audit(cashier: Actor) -> None:
    asked = order()

    paid = payments.take_cash(asked.id, actor=cashier)

    assert paid.status is payments.OrderStatus.PAID
    assert paid.receipt_number
    told = [one for one in audit.list_entries(subject=asked.subject) if "paid" in one.code]
    assert [one.actor_name for one in told] == [cashier.name]


def test_twice_changes_nothing(cashier: Actor) -> None:
    asked = order()
    first = payments.take_cash(asked.id, actor=cashier)

    assert payments.take_cash(asked.id, actor=cashier) == first


def test_only_a_cashier_of_the_agency_takes_cash(cashier: Actor) -> None:
    asked = order()

    for actor in (make_hoa(), make_tuan(), system("cases")):
        with pytest.raises(NotAllowed):
            payments.take_cash(asked.id, actor=actor)
    assert [one.id for one in payments.list_waiting_at([WARD_CENTRE])] == [asked.id]


def test_a_cancelled_order_is_not_paid(cashier: Actor) -> None:
    asked = order()
    payments.cancel_order(order_id=asked.id, reason="withdrawn", actor=system("cases"))

    with pytest.raises(IllegalTransition):
        payments.take_cash(asked.id, actor=cashier)


def test_a_transfer_that_comes_later_is_reported(cashier: Actor) -> None:
    asked = order()
    payments.take_cash(asked.id, actor=cashier)
    notice = MemoryBank.take_money(reference=asked.reference, dong=8_000)

    outcome = take_notice(provider=asked.provider, notice=notice)

    assert outcome is payments.NoticeOutcome.PAID_TWICE


def test_what_came_in_cash_goes_back_in_cash(cashier: Actor) -> None:
    asked = order()
    payments.take_cash(asked.id, actor=cashier)

    payments.refund_order(
        order_id=asked.id, reason="Thu nhầm", actor=cashier, idempotency_key="back"
    )
    run_jobs()

    assert payments.get_order(order_id=asked.id).status is payments.OrderStatus.REFUNDED

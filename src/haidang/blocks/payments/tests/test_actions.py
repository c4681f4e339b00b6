from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.blocks.outbox.testing import run_jobs, waiting_jobs
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.actions import expire_overdue_orders
from haidang.blocks.payments.models import PaymentOrder, ProviderNotice
from haidang.blocks.payments.testing import WARD, MemoryBank, make_order
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import VIETNAM, now, stopped_at
from haidang.kernel.errors import NotAllowed, ProviderUnavailable
from haidang.kernel.ids import new_id
from haidang.kernel.money import Money

pytestmark = pytest.mark.django_db
SUBJECT = "H24.182-260915-0001"
TUAN = Actor(kind="officer", id="tuan", name="Tuấn")


@pytest.fixture(autouse=True)
def bank(settings: Settings) -> type[MemoryBank]:
    settings.PAYMENT_PROVIDERS = {"vietqr": "haidang.blocks.payments.testing.MemoryBank"}
    settings.HAIDANG_PAYMENT_POLL_SECONDS = 20
    MemoryBank.reset()
    return MemoryBank


def tell(notice: payments.BankNotice) -> payments.NoticeOutcome:
    return payments.record_notice(
        provider="vietqr", headers={"signature": "true"}, body=notice.event_id.encode()
    )


def pay(
    order: payments.Order, bank: type[MemoryBank], dong: int | None = None
) -> tuple[payments.BankNotice, payments.NoticeOutcome]:
    notice = bank.take_money(reference=order.reference, dong=dong or order.amount.dong)
    return notice, tell(notice)


def events() -> list[str]:
    return [event.code for event in outbox.list_events(subject=SUBJECT)]


class TestOpenOrder:
    def test_an_order_asks_for_the_sum_of_its_lines(self) -> None:
        order = make_order(dong=135_000)

        assert order.amount == Money(135_000)
        assert order.status is payments.OrderStatus.PENDING
        assert order.reference.isascii()
        assert len(order.reference) <= 25
        assert order.qr_payload == f"{order.reference}:135000"
        assert events() == ["payment.order_opened"]
        assert [entry.code for entry in audit.list_entries(subject=SUBJECT)] == events()

    def test_the_same_key_asks_once(self) -> None:
        first, second = make_order(key="k"), make_order(key="k")

        assert first == second
        assert events() == ["payment.order_opened"]

    def test_the_same_key_with_another_sum_is_refused(self) -> None:
        make_order(key="k", dong=1_000)

        with pytest.raises(payments.OrderDiffers):
            make_order(key="k", dong=2_000)


class TestRecordNotice:
    def test_money_makes_the_order_paid_and_gives_a_receipt(self, bank: type[MemoryBank]) -> None:
        order = make_order(dong=100_000)

        _notice, outcome = pay(order, bank)

        paid = payments.get_order(order_id=order.id)
        receipt = payments.find_receipt(order_id=order.id)
        assert outcome is payments.NoticeOutcome.BOOKED
        assert paid.status is payments.OrderStatus.PAID
        assert receipt is not None
        assert paid.receipt_number == receipt.full_number == "26TAA-00000001"
        assert receipt.amount_in_words == "Một trăm nghìn đồng"
        assert receipt.payee == WARD
        assert events() == ["payment.order_opened", "payment.fee_paid"]

    def test_a_notice_that_comes_twice_counts_once(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        notice, _first = pay(order, bank)

        second = tell(notice)

        assert second is payments.NoticeOutcome.REPEATED
        assert events().count("payment.fee_paid") == 1
        assert len(payments.list_receipts(subject=SUBJECT)) == 1

    def test_a_forged_notice_changes_nothing(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        notice = bank.take_money(reference=order.reference, dong=order.amount.dong)

        with pytest.raises(payments.NoticeForged):
            payments.record_notice(
                provider="vietqr", headers={"signature": "no"}, body=notice.event_id.encode()
            )

        assert payments.get_order(order_id=order.id).status is payments.OrderStatus.PENDING

    def test_a_wrong_amount_is_kept_and_reported_but_not_booked(
        self, bank: type[MemoryBank]
    ) -> None:
        order = make_order(dong=100_000)

        _notice, outcome = pay(order, bank, dong=99_000)

        unexpected = payments.list_unexpected_money(
            agency=WARD.agency, actor=system("test"), since=now() - timedelta(days=1)
        )
        assert outcome is payments.NoticeOutcome.WRONG_AMOUNT
        assert payments.get_order(order_id=order.id).status is payments.OrderStatus.PENDING
        assert [item.amount for item in unexpected] == [Money(99_000)]
        assert "payment.unexpected" in events()

    def test_the_right_amount_after_a_wrong_one_is_booked(self, bank: type[MemoryBank]) -> None:
        order = make_order(dong=100_000)
        pay(order, bank, dong=99_000)

        _notice, outcome = pay(order, bank)

        assert outcome is payments.NoticeOutcome.BOOKED

    def test_money_without_an_order_is_kept(self, bank: type[MemoryBank]) -> None:
        notice = bank.take_money(reference="NOBODY", dong=5_000)

        assert tell(notice) is payments.NoticeOutcome.UNKNOWN_REFERENCE

    def test_paying_twice_is_reported(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        pay(order, bank)

        _notice, outcome = pay(order, bank)

        assert outcome is payments.NoticeOutcome.PAID_TWICE
        assert events().count("payment.fee_paid") == 1

    def test_money_after_cancellation_is_reported(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        payments.cancel_order(order_id=order.id, reason="rút hồ sơ", actor=system("test"))

        _notice, outcome = pay(order, bank)

        assert outcome is payments.NoticeOutcome.AFTER_CANCELLATION

    def test_receipt_numbers_have_no_gap_and_start_again_each_year(
        self, bank: type[MemoryBank]
    ) -> None:
        for _time in range(3):
            pay(make_order(), bank)
        with stopped_at(datetime(2027, 1, 1, 0, 5, tzinfo=VIETNAM)):
            pay(make_order(), bank)

        numbers = [item.full_number for item in payments.list_receipts(subject=SUBJECT)]
        assert numbers == ["26TAA-00000001", "26TAA-00000002", "26TAA-00000003", "27TAA-00000001"]


class TestPollOrder:
    def test_a_lost_notice_is_found_by_asking(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        bank.take_money(reference=order.reference, dong=order.amount.dong)

        with stopped_at(now() + timedelta(seconds=21)):
            payments.poll_silent_orders()
            run_jobs(except_for=frozenset({"outbox.deliver"}))

        assert payments.get_order(order_id=order.id).status is payments.OrderStatus.PAID

    def test_a_notice_after_a_poll_counts_as_repeated(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        notice = bank.take_money(reference=order.reference, dong=order.amount.dong)
        payments.poll_order(order_id=order.id)

        assert tell(notice) is payments.NoticeOutcome.REPEATED

    def test_a_young_order_is_left_in_peace(self) -> None:
        make_order()

        assert payments.poll_silent_orders() == 0

    def test_a_silent_order_is_not_asked_about_again_at_once(self) -> None:
        make_order()
        with stopped_at(now() + timedelta(seconds=21)):
            assert payments.poll_silent_orders() == 1
            assert payments.poll_silent_orders() == 0

    def test_money_that_came_twice_is_known_although_its_notice_was_lost(
        self, bank: type[MemoryBank]
    ) -> None:
        order = make_order()
        pay(order, bank)
        bank.take_money(reference=order.reference, dong=order.amount.dong)

        with stopped_at(now() + timedelta(days=3)):
            asked = payments.poll_silent_orders()
            run_jobs(except_for=frozenset({"outbox.deliver"}))
            again = payments.poll_silent_orders()

        outcomes = ProviderNotice.objects.values_list("outcome", flat=True)
        assert sorted(outcomes) == ["booked", "paid_twice"]
        assert (asked, again) == (1, 0)


class TestExpireOrder:
    def later(self) -> AbstractContextManager[None]:
        return stopped_at(now() + timedelta(days=2))

    def test_an_unpaid_order_expires(self) -> None:
        order = make_order()

        with self.later():
            expire_overdue_orders()
            run_jobs(except_for=frozenset({"outbox.deliver"}))

        assert payments.get_order(order_id=order.id).status is payments.OrderStatus.EXPIRED
        assert events()[-1] == "payment.order_expired"

    def test_money_found_at_the_last_moment_is_booked(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        bank.take_money(reference=order.reference, dong=order.amount.dong)

        with self.later():
            expired = payments.expire_order(order_id=order.id)

        assert expired is False
        assert payments.get_order(order_id=order.id).status is payments.OrderStatus.PAID

    def test_an_order_does_not_expire_while_the_bank_is_silent(
        self, bank: type[MemoryBank]
    ) -> None:
        order = make_order()
        bank.is_down = True

        with self.later(), pytest.raises(ProviderUnavailable):
            payments.expire_order(order_id=order.id)

        assert payments.get_order(order_id=order.id).status is payments.OrderStatus.PENDING

    def test_late_money_is_still_booked(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        with self.later():
            payments.expire_order(order_id=order.id)

            _notice, outcome = pay(order, bank)

        assert outcome is payments.NoticeOutcome.BOOKED


class TestCancelOrder:
    def test_cancelling_twice_is_the_same_as_once(self) -> None:
        order = make_order()
        for _time in range(2):
            payments.cancel_order(order_id=order.id, reason="x", actor=system("test"))

        assert events().count("payment.order_cancelled") == 1

    def test_a_stranger_cannot_cancel(self) -> None:
        order = make_order()

        with pytest.raises(NotAllowed):
            payments.cancel_order(order_id=order.id, reason="x", actor=TUAN)

    def test_an_unknown_order_is_not_found(self) -> None:
        with pytest.raises(payments.OrderNotFound):
            payments.cancel_order(order_id=new_id(), reason="x", actor=system("test"))


class TestRefundOrder:
    def refund(
        self,
        order: payments.Order,
        *,
        key: str = "r",
        amount: Money | None = None,
        actor: Actor | None = None,
    ) -> payments.RefundNote:
        return payments.refund_order(
            order_id=order.id,
            reason="Từ chối hồ sơ",
            actor=actor or system("test"),
            idempotency_key=key,
            amount=amount,
        )

    def test_the_whole_sum_goes_back(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        pay(order, bank)

        self.refund(order)
        run_jobs(except_for=frozenset({"outbox.deliver"}))

        after = payments.get_order(order_id=order.id)
        assert after.status is payments.OrderStatus.REFUNDED
        assert after.refunded == order.amount
        assert events()[-2:] == ["payment.refund_requested", "payment.fee_refunded"]

    def test_a_part_leaves_the_order_paid(self, bank: type[MemoryBank]) -> None:
        order = make_order(dong=100_000)
        pay(order, bank)

        self.refund(order, amount=Money(40_000))
        run_jobs(except_for=frozenset({"outbox.deliver"}))

        after = payments.get_order(order_id=order.id)
        assert (after.status, after.refunded) == (payments.OrderStatus.PAID, Money(40_000))

    def test_the_same_key_refunds_once(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        pay(order, bank)

        first, second = self.refund(order), self.refund(order)

        assert first.id == second.id
        assert waiting_jobs().count("payments.send_refund") == 1

    def test_more_than_came_does_not_go_back(self, bank: type[MemoryBank]) -> None:
        order = make_order(dong=100_000)
        pay(order, bank)
        self.refund(order, amount=Money(60_000))

        with pytest.raises(payments.NotRefundable):
            self.refund(order, key="s", amount=Money(50_000))

    def test_an_unpaid_order_is_not_refunded(self) -> None:
        with pytest.raises(payments.NotRefundable):
            self.refund(make_order())

    def test_a_stranger_cannot_refund(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        pay(order, bank)

        with pytest.raises(NotAllowed):
            self.refund(order, actor=TUAN)

    def test_a_refusing_bank_leaves_the_order_paid(self, bank: type[MemoryBank]) -> None:
        order = make_order()
        pay(order, bank)
        bank.refuses = True

        self.refund(order)
        run_jobs(except_for=frozenset({"outbox.deliver"}))

        (refund,) = payments.list_refunds(subject=SUBJECT)
        assert refund.status is payments.RefundStatus.REFUSED
        assert payments.get_order(order_id=order.id).status is payments.OrderStatus.PAID


def test_the_code_is_drawn_as_svg_and_png() -> None:
    order = make_order()

    assert payments.draw_qr(payload=order.qr_payload).startswith("<svg")
    assert payments.draw_qr_png(payload=order.qr_payload).startswith(b"\x89PNG")


def test_a_person_finds_the_way_to_the_bank() -> None:
    order = make_order()

    link = payments.make_pay_link(order_id=order.id, return_to="http://localhost:8000/x")

    assert order.qr_payload in link
    assert payments.find_order_by_reference(reference=order.reference) == order
    assert payments.list_orders(subject=SUBJECT) == [order]


def test_the_database_refuses_a_paid_order_without_a_time() -> None:
    order = make_order()
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentOrder.objects.filter(pk=order.id).update(status="paid")

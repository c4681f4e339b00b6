"""For tests of payments and above: an order in one call, a bank in memory, the conformance suite.

The suite ``PaymentProviderConformance`` is what every adapter passes against its twin.
"""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from haidang.blocks.payments.actions import open_order
from haidang.blocks.payments.errors import NoticeForged
from haidang.blocks.payments.providers import PaymentProvider
from haidang.blocks.payments.types import BankNotice, Order, Payee, PaymentLine
from haidang.kernel.actors import system
from haidang.kernel.clock import now
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable
from haidang.kernel.ids import new_id
from haidang.kernel.money import Money

WARD = Payee(
    agency="H24.182", name="Ủy ban nhân dân phường Thuỷ Nguyên (mẫu)", tax_code="0200000001"
)


def make_order(
    *, subject: str = "H24.182-260915-0001", dong: int = 100_000, key: str = ""
) -> Order:
    """Open an order of one line, as a case does."""
    line = PaymentLine(key="registration", name="Lệ phí đăng ký", kind="duty", amount=Money(dong))
    return open_order(
        subject=subject,
        payer_name="Nguyễn Thị Lan",
        payee=WARD,
        lines=[line],
        actor=system("test"),
        idempotency_key=key or str(new_id()),
    )


class MemoryBank:
    """A provider that is a bank in memory; set it up as ``PAYMENT_PROVIDERS['vietqr']``."""

    received: ClassVar[list[BankNotice]] = []
    returned: ClassVar[dict[str, str]] = {}
    is_down: ClassVar[bool] = False
    refuses: ClassVar[bool] = False

    @classmethod
    def reset(cls) -> None:
        """Forget everything."""
        cls.received.clear()
        cls.returned.clear()
        cls.is_down = cls.refuses = False

    @classmethod
    def take_money(cls, *, reference: str, dong: int, event_id: str = "") -> BankNotice:
        """Book money that a person sent."""
        number = str(new_id())
        notice = BankNotice(
            event_id=event_id or f"E-{number}",
            transaction_id=f"T-{number}",
            reference=reference,
            amount=Money(dong),
            paid_at=now(),
            raw={"reference": reference},
        )
        cls.received.append(notice)
        return notice

    def make_payload(self, *, reference: str, amount: Money) -> str:
        """Return a text that stands for the code."""
        return f"{reference}:{amount.dong}"

    def pay_link(self, *, payload: str, return_to: str) -> str:
        """Return an address that leads nowhere."""
        return f"https://bank.example/app?payload={payload}&return_to={return_to}"

    def read_notice(self, *, headers: Mapping[str, str], body: bytes) -> BankNotice:
        """Return the notice whose event id is the body."""
        if headers.get("signature") != "true":
            raise NoticeForged
        return next(item for item in self.received if item.event_id == body.decode())

    def find_payments(self, *, reference: str) -> tuple[BankNotice, ...]:
        """Return what came with a reference."""
        if self.is_down:
            raise ProviderUnavailable
        return tuple(item for item in self.received if item.reference == reference)

    def refund(self, *, transaction_id: str, amount: Money, reason: str, key: str) -> str:
        """Give money back once per key."""
        if self.is_down:
            raise ProviderUnavailable
        if self.refuses:
            raise ProviderRefused
        return self.returned.setdefault(key, f"R-{transaction_id}-{amount.dong}-{len(reason)}")


class PaymentProviderConformance:
    """What every payment provider promises; a subclass says how its twin is used."""

    def provider(self) -> PaymentProvider:
        """Return the provider under test."""
        raise NotImplementedError

    def pay(self, payload: str) -> None:
        """Pay a code as a person's phone does."""
        raise NotImplementedError

    def last_notice(self) -> tuple[Mapping[str, str], bytes]:
        """Return headers and body of the notice that the twin sent last."""
        raise NotImplementedError

    def switch_on(self, fault: str) -> None:
        """Switch a fault of the twin on, once."""
        raise NotImplementedError

    def test_money_that_was_paid_is_found_by_its_reference(self) -> None:
        """A poll finds what a lost notice would have told."""
        payload = self.provider().make_payload(reference="HDABCDEFGHJK", amount=Money(8_000))

        self.pay(payload)

        found = self.provider().find_payments(reference="HDABCDEFGHJK")
        assert [item.amount for item in found] == [Money(8_000)]
        assert found[0].reference == "HDABCDEFGHJK"

    def test_nothing_is_found_where_nothing_was_paid(self) -> None:
        """An unpaid order has no money."""
        assert self.provider().find_payments(reference="HDZZZZZZZZZZ") == ()

    def test_a_notice_and_a_poll_tell_of_the_same_money(self) -> None:
        """Both carry the same transaction, so the money is booked once."""
        payload = self.provider().make_payload(reference="HDABCDEFGHJM", amount=Money(8_000))
        self.pay(payload)

        headers, body = self.last_notice()
        told = self.provider().read_notice(headers=headers, body=body)

        (polled,) = self.provider().find_payments(reference="HDABCDEFGHJM")
        assert (told.transaction_id, told.amount) == (polled.transaction_id, polled.amount)

    def test_a_changed_notice_is_forged(self) -> None:
        """One changed sign breaks the signature."""
        payload = self.provider().make_payload(reference="HDABCDEFGHJN", amount=Money(8_000))
        self.pay(payload)
        headers, body = self.last_notice()

        refused = _is_forged(self.provider(), headers, body.replace(b"8000", b"9000"))

        assert refused
        assert not _is_forged(self.provider(), headers, body)

    def test_a_refund_is_given_once_per_key(self) -> None:
        """The same key returns the same number."""
        payload = self.provider().make_payload(reference="HDABCDEFGHJP", amount=Money(8_000))
        self.pay(payload)
        (money,) = self.provider().find_payments(reference="HDABCDEFGHJP")
        key = str(UUID(int=7))

        numbers = {
            self.provider().refund(
                transaction_id=money.transaction_id, amount=Money(8_000), reason="x", key=key
            )
            for _time in range(2)
        }

        assert len(numbers) == 1

    def test_a_silent_bank_is_unavailable_and_a_refusing_bank_refuses(self) -> None:
        """The two kinds of fault are told apart."""
        outcomes = []
        for fault in ("down", "refuse"):
            self.switch_on(fault)
            outcomes.append(_fault_of(self.provider()))

        assert outcomes == [ProviderUnavailable, ProviderRefused]


def _is_forged(provider: PaymentProvider, headers: Mapping[str, str], body: bytes) -> bool:
    try:
        provider.read_notice(headers=headers, body=body)
    except NoticeForged:
        return True
    return False


def _fault_of(provider: PaymentProvider) -> type[Exception] | None:
    try:
        provider.find_payments(reference="HDABCDEFGHJQ")
    except (ProviderUnavailable, ProviderRefused) as error:
        return type(error)
    return None

"""The world outside, in memory: it answers late, twice, never or falsely, as a seed decides."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - seeded, so that a failure can be repeated
from typing import ClassVar, Final

from django.test.utils import override_settings

from haidang.blocks.delivery import public as delivery
from haidang.blocks.delivery.testing import MemoryPost
from haidang.blocks.exchange import public as exchange
from haidang.blocks.messaging.testing import MemoryChannel
from haidang.blocks.messaging.types import Letter
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.kernel import clock
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable
from haidang.kernel.events import JSON
from haidang.kernel.money import Money
from tests.simulation.two_wards import NOTICE

EXTRACT: Final[dict[str, JSON]] = {
    "found": True,
    "record": {"name": "Nguyễn Thị Lan", "number": "57", "book": "01/1994"},
}
_HERE: Final = "tests.simulation.life_outside"
PROVIDERS: Final = {
    "DELIVERY_PROVIDERS": {"post": f"{_HERE}.Post"},
    "EXCHANGE_PROVIDERS": {"http": f"{_HERE}.Registers"},
    "MESSAGING_PROVIDERS": dict.fromkeys(("email", "sms", "zalo"), f"{_HERE}.Channel"),
    "PAYMENT_PROVIDERS": {"vietqr": f"{_HERE}.Bank"},
}


class Moods:
    """How everybody outside behaves now: one source of chance for one life."""

    chance: ClassVar[Random] = Random(0)  # noqa: S311 - a simulation
    trouble: ClassVar[float] = 0.0
    met: ClassVar[dict[str, int]] = {}

    @classmethod
    def reset(cls, chance: Random, *, trouble: float) -> None:
        """Begin a life."""
        cls.chance, cls.trouble = chance, trouble

    @classmethod
    def strikes(cls, what: str) -> bool:
        """Tell whether this fault happens at this call."""
        if cls.chance.random() >= cls.trouble:
            return False
        cls.met[what] = cls.met.get(what, 0) + 1
        return True


@dataclass(frozen=True, slots=True, order=True)
class Word:
    """A word of the bank that is on its way to us."""

    at: datetime
    event_id: str


class Bank(MemoryBank):
    """A bank whose notices come late, twice, never or out of order; it may be silent."""

    on_the_way: ClassVar[list[Word]] = []

    @classmethod
    def pay(cls, *, reference: str, dong: int) -> None:
        """Take money; the word of it sets out, or does not."""
        chance = Moods.chance
        number = f"{chance.getrandbits(48):012x}"
        notice = cls.take_money(reference=reference, dong=dong, event_id=f"E-{number}")
        for _copy in range(chance.choice((0, 1, 1, 1, 2))):
            late = timedelta(seconds=chance.choice((0, 1, 30, 600, 5_000)))
            cls.on_the_way.append(Word(clock.now() + late, notice.event_id))

    @classmethod
    def deliver(cls) -> list[str]:
        """Let the words that are due arrive, in any order; return what became of them."""
        due = sorted(word for word in cls.on_the_way if word.at <= clock.now())
        Moods.chance.shuffle(due)
        cls.on_the_way = [word for word in cls.on_the_way if word.at > clock.now()]
        Bank.on_the_way = cls.on_the_way
        return [
            payments.record_notice(
                provider="vietqr", headers={"signature": "true"}, body=word.event_id.encode()
            ).value
            for word in due
        ]

    def find_payments(self, *, reference: str) -> tuple[payments.BankNotice, ...]:
        """Answer, unless the bank is silent."""
        if Moods.strikes("bank silent"):
            raise ProviderUnavailable
        return super().find_payments(reference=reference)

    def refund(self, *, transaction_id: str, amount: Money, reason: str, key: str) -> str:
        """Give money back; the answer may be lost after it was given."""
        number = super().refund(
            transaction_id=transaction_id, amount=amount, reason=reason, key=key
        )
        if Moods.strikes("refund's answer lost"):
            raise ProviderUnavailable
        return number


class Registers:
    """The registers of others: silent, refusing, or answering nonsense."""

    asked: ClassVar[int] = 0

    def call(
        self,
        *,
        service: exchange.ServiceDescription,
        payload: Mapping[str, JSON],
        envelope: exchange.Envelope,
    ) -> Mapping[str, JSON]:
        """Answer a call, or do not."""
        del payload, envelope
        Registers.asked += 1
        if Moods.strikes("register silent"):
            raise ProviderUnavailable
        if Moods.strikes("register answers nonsense"):
            return {"sandbox": "fault: wrong"}
        return EXTRACT if service.code == "civil.extract" else NOTICE


class Channel(MemoryChannel):
    """A gateway that is silent, refuses, or takes a letter and says nothing."""

    def send(self, letter: Letter) -> str:
        """Take a letter once per key."""
        if Moods.strikes("gateway silent"):
            raise ProviderUnavailable
        if Moods.strikes("gateway refuses"):
            raise ProviderRefused
        if all(kept.key != letter.key for kept in MemoryChannel.sent):
            MemoryChannel.sent.append(letter)
        if Moods.strikes("gateway's answer lost"):
            raise ProviderUnavailable
        return f"M-{letter.key}"


class Post(MemoryPost):
    """A post that takes an order and may lose the answer, and tells of movements twice."""

    def order(self, order: delivery.Order) -> str:
        """Take an order once per key."""
        number = super().order(order)
        if Moods.strikes("post's answer lost"):
            raise ProviderUnavailable
        return number


@contextmanager
def world_in_memory() -> Iterator[None]:
    """Let everybody outside be in memory for the length of a block."""
    with override_settings(**PROVIDERS):
        yield


def forget_everything() -> None:
    """Begin with an empty world."""
    MemoryBank.reset()
    MemoryChannel.reset()
    MemoryPost.reset()
    Bank.on_the_way = []
    Registers.asked = 0

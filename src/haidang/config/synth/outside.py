"""What answers in place of the outside world while a year is played: in memory, by the rules."""

from collections.abc import Mapping
from functools import cache
from typing import ClassVar, Final

from haidang.blocks.exchange.testing import MemoryRegister
from haidang.blocks.payments import public as payments
from haidang.blocks.payments.testing import MemoryBank
from haidang.domain.cases.testing import sample_record
from haidang.kernel.events import JSON
from haidang.kernel.ids import new_id

_HERE: Final = "haidang.config.synth.outside"
PROVIDERS: Final = {
    "DELIVERY_PROVIDERS": {"post": "haidang.blocks.delivery.testing.MemoryPost"},
    "EXCHANGE_PROVIDERS": {"http": f"{_HERE}.Registers"},
    "MESSAGING_PROVIDERS": dict.fromkeys(("email", "sms", "zalo"), f"{_HERE}.Letterbox"),
    "PAYMENT_PROVIDERS": {"vietqr": "haidang.blocks.payments.testing.MemoryBank"},
}
_OWN: Final = ("number", "personal_id", "name", "born_on")
"""What a register repeats from the question into its record."""


class Registers(MemoryRegister):
    """The registers of other agencies: they find what they are asked for."""

    def call(self, *, service, payload, envelope):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - as the parent's
        """Answer as the sample register does, about the person asked for."""
        del envelope
        return answer(service.code, payload)


def answer(service: str, payload: Mapping[str, JSON]) -> Mapping[str, JSON]:
    """Return what a register answers."""
    if service == "population.match":
        asked = [key for key in ("name", "born_on", "marital_status") if key in payload]
        return {"answer": "match", "facts": dict.fromkeys(asked, "match")}
    record = _record(service)
    own: dict[str, JSON] = {key: payload[key] for key in _OWN if key in payload and key in record}
    return {"found": True, "record": {**record, **own}}


@cache
def _record(service: str) -> dict[str, JSON]:
    return sample_record(service)


class Letterbox:
    """Takes every letter and counts it."""

    taken: ClassVar[int] = 0

    def send(self, letter: object) -> str:
        """Take a letter; return the number of its post."""
        del letter
        type(self).taken += 1
        return f"M-{new_id()}"


def pay(order: payments.Order) -> payments.NoticeOutcome:
    """Let the payer's bank take the money, then tell us by its signed notice, twice."""
    notice = MemoryBank.take_money(reference=order.reference, dong=order.amount.dong)
    told = {"headers": {"signature": "true"}, "body": notice.event_id.encode()}
    outcome = payments.record_notice(provider="vietqr", headers=told["headers"], body=told["body"])  # type: ignore[arg-type]
    payments.record_notice(provider="vietqr", headers=told["headers"], body=told["body"])  # type: ignore[arg-type]
    MemoryBank.received.clear()
    return outcome

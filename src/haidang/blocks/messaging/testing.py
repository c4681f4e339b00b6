"""For tests of messaging and above: a channel in memory, and the conformance suite."""

from typing import ClassVar

from haidang.blocks.messaging.providers import MessageProvider
from haidang.blocks.messaging.types import Letter, Recipient
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable

LAN = Recipient(
    person_id="00000000-0000-7000-8000-000000000001",
    name="Nguyễn Thị Lan",
    email="lan@sample.example",
    phone="0900000001",
    zalo="0900000001",
)
LETTER = Letter(
    to="0900000001",
    name="Nguyễn Thị Lan",
    title="Hồ sơ đã được tiếp nhận",
    body="Kính gửi bà Nguyễn Thị Lan.\nHồ sơ đã được tiếp nhận.",
    short="Ho so da duoc tiep nhan.",
    key="letter-1",
)


class MemoryChannel:
    """A provider that keeps letters in memory; one class serves all channels of a test."""

    sent: ClassVar[list[Letter]] = []
    faults: ClassVar[list[str]] = []

    @classmethod
    def reset(cls) -> None:
        """Forget everything."""
        cls.sent.clear()
        cls.faults.clear()

    def send(self, letter: Letter) -> str:
        """Keep the letter, or do the next fault: ``down`` or ``refuse``."""
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "down":
            raise ProviderUnavailable
        if fault == "refuse":
            raise ProviderRefused
        self.sent.append(letter)
        return f"M-{len(self.sent)}"


class MessageProviderConformance:
    """What every message provider promises; a subclass says how its twin is used."""

    address = "0900000001"

    def provider(self) -> MessageProvider:
        """Return the provider under test."""
        raise NotImplementedError

    def received(self) -> list[str]:
        """Return the texts that arrived at the address."""
        raise NotImplementedError

    def switch_on(self, fault: str) -> None:
        """Switch a fault of the twin on, once."""
        raise NotImplementedError

    def letter(self) -> Letter:
        """Return a letter to the address."""
        return Letter(
            to=self.address,
            name=LETTER.name,
            title=LETTER.title,
            body=LETTER.body,
            short=LETTER.short,
            key=LETTER.key,
        )

    def test_a_letter_arrives_and_has_a_number(self) -> None:
        """The number is the proof of delivery."""
        number = self.provider().send(self.letter())

        assert number
        assert len(self.received()) == 1

    def test_the_same_letter_arrives_once(self) -> None:
        """A repetition with the same key is dropped by the gateway."""
        numbers = {self.provider().send(self.letter()) for _time in range(2)}

        assert len(numbers) == 1
        assert len(self.received()) == 1

    def test_a_silent_gateway_is_unavailable_and_a_refusing_one_refuses(self) -> None:
        """The two kinds of fault are told apart."""
        faults = []
        for fault in ("down", "refuse"):
            self.switch_on(fault)
            faults.append(_fault_of(self.provider(), self.letter()))

        assert faults == [ProviderUnavailable, ProviderRefused]
        assert self.received() == []


def _fault_of(provider: MessageProvider, letter: Letter) -> type[Exception] | None:
    try:
        provider.send(letter)
    except (ProviderUnavailable, ProviderRefused) as error:
        return type(error)
    return None

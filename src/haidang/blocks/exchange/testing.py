"""For tests of the exchange and above: a provider in memory, and the conformance suite."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from haidang.blocks.exchange.providers import ExchangeProvider
from haidang.blocks.exchange.types import Envelope, RequestId, ServiceDescription
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable
from haidang.kernel.events import JSON

ENVELOPE = Envelope(
    request_id=RequestId(UUID(int=1)),
    subject="H24.182-260915-0001",
    purpose="2.000635",
    officer="system:test",
)


class MemoryRegister:
    """A provider that answers from a class attribute, or does the faults it is told."""

    answer: ClassVar[Mapping[str, JSON]] = {"found": False}
    faults: ClassVar[list[str]] = []
    asked: ClassVar[list[Mapping[str, JSON]]] = []

    @classmethod
    def reset(cls, answer: Mapping[str, JSON]) -> None:
        """Forget everything and answer so from now on."""
        cls.answer = answer
        cls.faults.clear()
        cls.asked.clear()

    def call(
        self, *, service: ServiceDescription, payload: Mapping[str, JSON], envelope: Envelope
    ) -> Mapping[str, JSON]:
        """Answer, or do the next fault: ``down`` or ``refuse``."""
        self.asked.append({"service": service.code, "case": envelope.subject, **payload})
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "down":
            raise ProviderUnavailable
        if fault == "refuse":
            raise ProviderRefused
        return self.answer


class ExchangeProviderConformance:
    """What every exchange provider promises; a subclass says how its twin is used."""

    def provider(self) -> ExchangeProvider:
        """Return the provider under test."""
        raise NotImplementedError

    def service(self) -> ServiceDescription:
        """Return a service that the twin answers."""
        raise NotImplementedError

    def known(self) -> Mapping[str, JSON]:
        """Return a request whose answer is found."""
        raise NotImplementedError

    def unknown(self) -> Mapping[str, JSON]:
        """Return a request whose answer is not found."""
        raise NotImplementedError

    def switch_on(self, fault: str, *, delay_ms: int = 0) -> None:
        """Switch a fault of the twin on, once."""
        raise NotImplementedError

    def call(self, payload: Mapping[str, JSON]) -> Mapping[str, JSON]:
        """Ask the service."""
        return self.provider().call(service=self.service(), payload=payload, envelope=ENVELOPE)

    def test_what_is_known_is_found_and_what_is_not_is_not(self) -> None:
        """Both are answers, not faults."""
        assert self.call(self.known())["found"] is True
        assert self.call(self.unknown())["found"] is False

    def test_a_silent_service_is_unavailable_and_a_refusing_one_refuses(self) -> None:
        """The two kinds of fault are told apart."""
        faults = []
        for fault in ("down", "refuse"):
            self.switch_on(fault)
            faults.append(self._fault_of(self.known()))

        assert faults == [ProviderUnavailable, ProviderRefused]

    def test_a_slow_service_is_unavailable_after_its_time(self) -> None:
        """Nobody waits longer than the service's description says."""
        self.switch_on("slow", delay_ms=1500)

        assert self._fault_of(self.known()) is ProviderUnavailable

    def _fault_of(self, payload: Mapping[str, JSON]) -> type[Exception] | None:
        try:
            self.call(payload)
        except (ProviderUnavailable, ProviderRefused) as error:
            return type(error)
        return None

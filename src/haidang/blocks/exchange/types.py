"""What crosses the door of the exchange."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from haidang.kernel.events import JSON, Event

RequestId = NewType("RequestId", UUID)


class Outcome(StrEnum):
    """How a call ended.

    Only ``answered`` carries the provider's words. After any other, an officer asks for the
    paper (Law: 66.7/2025/NQ-CP, Article 4: when the source is down or wrong).
    """

    ANSWERED = "answered"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"
    FAULTY = "faulty"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDescription:
    """A service of another agency, as its package in content describes it."""

    code: str
    name: Mapping[str, str]
    owner: Mapping[str, str]
    provider: str
    path: str
    method: str
    request: Mapping[str, JSON]
    response: Mapping[str, JSON]
    timeout_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What goes with every call: which request, for which case, why, and who asks."""

    request_id: RequestId
    subject: str
    purpose: str
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeAnswer:
    """What came back. Without an answer the payload is ``{"found": False}``."""

    request_id: RequestId
    service: str
    outcome: Outcome
    payload: Mapping[str, JSON]
    answered_at: datetime

    @property
    def found(self) -> bool:
        """Tell whether the register knows what was asked for."""
        return self.payload.get("found") is True


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessNote:
    """What a citizen sees of a look into data about them (Law: 320/2026/NĐ-CP)."""

    request_id: RequestId
    service: str
    service_name: Mapping[str, str]
    owner: Mapping[str, str]
    subject: str
    purpose: str
    actor_name: str
    requested_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInstalled(Event):
    """A service was put into the catalogue, or its description changed."""

    code = "exchange.service_installed"

    service: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAnswered(Event):
    """A call to another agency ended; the hashes stand for what was asked and answered."""

    code = "exchange.service_answered"

    request_id: UUID
    subject: str = field()
    service: str
    key: str
    purpose: str
    outcome: str
    tries: int
    duration_ms: int
    request_sha256: str
    answer_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OldRequest:
    """A call whose time may be over: for which case, about whom (as keyed digests)."""

    id: RequestId
    subject: str
    people: frozenset[bytes]

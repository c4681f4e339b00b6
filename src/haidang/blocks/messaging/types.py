"""What crosses the door of messaging."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from haidang.kernel.events import Event

NoticeId = NewType("NoticeId", UUID)


class Channel(StrEnum):
    """A way to a person."""

    EMAIL = "email"
    SMS = "sms"
    ZALO = "zalo"


class NoticeStatus(StrEnum):
    """Where a notice stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person and the ways to reach that person; an empty address is no way.

    ``language`` is ``vi`` or ``en``.
    """

    person_id: UUID | str | None = None
    name: str
    email: str = ""
    phone: str = ""
    zalo: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a channel is asked to carry; the key lets the channel drop a repetition."""

    to: str
    name: str
    title: str
    body: str
    short: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to hand a notice to a channel: the proof of delivery, or of its failure."""

    channel: Channel
    at: datetime
    outcome: str
    provider_message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentNotice:
    """A notice as the person and the officers may see it."""

    id: NoticeId
    subject: str
    template: str
    title: str
    body: str
    status: NoticeStatus
    channel: str
    created_at: datetime
    sent_at: datetime | None
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSent(Event):
    """A channel took a notice."""

    code = "messaging.notice_sent"

    notice_id: UUID
    subject: str = field()
    template: str
    channel: str
    provider_message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFailed(Event):
    """No channel reached the person; somebody has to find another way."""

    code = "messaging.notice_failed"

    notice_id: UUID
    subject: str = field()
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OldNotice:
    """A notice whose time may be over: to whom, about what."""

    id: NoticeId
    person_id: str
    subject: str

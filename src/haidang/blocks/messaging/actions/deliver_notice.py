"""Hand a notice to the first channel that takes it."""

import hashlib
from collections import Counter
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.messaging.errors import AllChannelsBusy, NoticeNotFound
from haidang.blocks.messaging.models import DeliveryAttempt, Notice
from haidang.blocks.messaging.providers import get_provider
from haidang.blocks.messaging.types import Channel, Letter, NoticeFailed, NoticeSent, NoticeStatus
from haidang.blocks.outbox import public as outbox
from haidang.blocks.statements import public as statements
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now
from haidang.kernel.errors import NotAllowed, ProviderRefused, ProviderUnavailable

TRIES_PER_CHANNEL: Final = 3
_UNAVAILABLE: Final = "unavailable"
_REFUSED: Final = "refused"
_SENT: Final = "sent"
_BY_ID: Final = statements.Prepared(lambda notice_id: Notice.objects.filter(pk=notice_id), UUID)
_TRIED: Final = statements.Prepared(
    lambda notice_id: DeliveryAttempt.objects.filter(notice_id=notice_id), UUID
)
_LOCKED: Final = statements.Prepared(
    lambda notice_id: Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id), UUID
)


def deliver_notice(*, notice_id: UUID) -> NoticeStatus:
    """Hand a queued notice to its channels in order; call outside transactions.

    A channel that refuses is passed over at once; one that is silent is tried again, at
    most three times. Raises AllChannelsBusy while some channel may still be tried.
    """
    notice = _BY_ID.first(notice_id)
    if notice is None:
        raise NoticeNotFound
    if notice.status != NoticeStatus.QUEUED:
        return NoticeStatus(notice.status)
    tried = Counter(
        (row.channel, row.outcome)
        for row in _TRIED.rows(notice_id) if row.round == notice.round
    )  # fmt: skip
    open_channels = [channel for channel in _channels(notice) if _may_try(tried, channel)]
    for channel in open_channels:
        outcome, number = _try(notice, channel)
        _keep(notice, channel=channel, outcome=outcome, number=number)
        if outcome == _SENT:
            return NoticeStatus.SENT
        tried[channel.value, outcome] += 1
        if outcome == _UNAVAILABLE and _may_try(tried, channel):
            raise AllChannelsBusy
    _give_up(notice)
    return NoticeStatus.FAILED


def retry_notice(*, notice_id: UUID, actor: Actor) -> None:
    """Try all channels again, after an officer mended what was wrong."""
    if not (actor.is_officer or actor.kind == "system"):
        raise NotAllowed
    with transaction.atomic():
        notice = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id).first()
        if notice is None:
            raise NoticeNotFound
        notice.requeue()
        notice.save(update_fields=["status", "round"])
        outbox.defer(DELIVER, lock=str(notice.id), notice_id=str(notice.id))


def _channels(notice: Notice) -> list[Channel]:
    ordered = [Channel(name) for name in settings.HAIDANG_MESSAGE_CHANNELS]
    return [channel for channel in ordered if notice.address(channel)]


def _may_try(tried: Counter[tuple[str, str]], channel: Channel) -> bool:
    is_refused = tried[channel.value, _REFUSED] > 0
    return not is_refused and tried[channel.value, _UNAVAILABLE] < TRIES_PER_CHANNEL


def _try(notice: Notice, channel: Channel) -> tuple[str, str]:
    letter = Letter(
        to=notice.address(channel),
        name=notice.name,
        title=notice.title,
        body=notice.body,
        short=notice.short,
        key=f"{notice.id}",
    )
    try:
        return _SENT, get_provider(channel).send(letter)
    except ProviderRefused:
        return _REFUSED, ""
    except ProviderUnavailable:
        return _UNAVAILABLE, ""


def _keep(notice: Notice, *, channel: Channel, outcome: str, number: str) -> None:
    content = f"{notice.title}\n{notice.body}\n{notice.short}"
    with transaction.atomic():
        attempt = DeliveryAttempt(
            notice=notice,
            channel=channel.value,
            round=notice.round,
            outcome=outcome,
            provider_message_id=number[:120],
            content_sha256=hashlib.sha256(content.encode()).hexdigest(),
        )
        statements.write_new(attempt)
        if outcome != _SENT:
            return
        locked = _locked(notice)
        locked.mark_sent(channel=channel, at=now())
        statements.save_columns(locked, ("status", "channel", "sent_at"))
        event = NoticeSent(
            notice_id=notice.id,
            subject=notice.subject,
            template=notice.template,
            channel=channel.value,
            provider_message_id=number,
        )
        audit.announce(event, actor=system("messaging"))


def _give_up(notice: Notice) -> None:
    with transaction.atomic():
        locked = _locked(notice)
        locked.mark_failed()
        statements.save_columns(locked, ("status",))
        event = NoticeFailed(notice_id=notice.id, subject=notice.subject, template=notice.template)
        audit.announce(event, actor=system("messaging"))


def _locked(notice: Notice) -> Notice:
    row = _LOCKED.first(notice.pk)
    if row is None:
        raise NoticeNotFound
    return row


def _deliver(*, notice_id: str) -> None:
    deliver_notice(notice_id=UUID(notice_id))


DELIVER: Final = outbox.Task(name="messaging.deliver_notice", queue="messages", function=_deliver)

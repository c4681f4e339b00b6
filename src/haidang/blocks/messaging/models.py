"""Tables of messaging."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.blocks.messaging.states import TRANSITIONS
from haidang.blocks.messaging.types import Channel, NoticeStatus
from haidang.kernel.clock import now
from haidang.kernel.errors import IllegalTransition
from haidang.kernel.ids import new_id

_STATUSES = [(status.value, status.value) for status in NoticeStatus]


class MessageTemplate(models.Model):
    """The words of a kind of notice in one language; installed from content."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=80)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    body = models.TextField()
    short = models.CharField(max_length=300)
    installed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("message template")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "language"], name="messaging_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.language}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, by whom and what they are about."""

    def of_person(self, person_id: str) -> Self:
        """Keep the notices to one person."""
        return self.filter(person_id=person_id)

    def of_subject(self, subject: str) -> Self:
        """Keep the notices about one case."""
        return self.filter(subject=subject)

    def written_before(self, instant: datetime) -> Self:
        """Keep the notices that were written before an instant and wait for nothing."""
        return self.filter(created_at__lt=instant).exclude(status=NoticeStatus.QUEUED.value)


class Notice(models.Model):
    """One message to one person about one subject."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    idempotency_key = models.CharField(max_length=200, unique=True)
    person_id = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    zalo = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=80)
    template = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    body = models.TextField()
    short = models.CharField(max_length=480)
    status = models.CharField(max_length=10, choices=_STATUSES, default=NoticeStatus.QUEUED.value)
    channel = models.CharField(max_length=10, blank=True)
    round = models.SmallIntegerField(default=1)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status="sent", sent_at__isnull=False)
                | (~models.Q(status="sent") & models.Q(sent_at__isnull=True)),
                name="messaging_notice_sent_at",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["person_id", "-created_at"], name="messaging_notice_person"),
            models.Index(fields=["subject", "created_at"], name="messaging_notice_subject"),
            BrinIndex(fields=["created_at"], name="messaging_notice_age"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.subject} {self.status}"

    def address(self, channel: Channel) -> str:
        """Return the person's address in a channel, or nothing."""
        match channel:
            case Channel.EMAIL:
                return self.email
            case Channel.SMS:
                return self.phone
            case Channel.ZALO:
                return self.zalo

    def mark_sent(self, *, channel: Channel, at: datetime) -> None:
        """Note that a channel took the notice."""
        self._move_to(NoticeStatus.SENT)
        self.channel = channel.value
        self.sent_at = at

    def mark_failed(self) -> None:
        """Note that no channel reached the person."""
        self._move_to(NoticeStatus.FAILED)

    def requeue(self) -> None:
        """Try all channels again."""
        self._move_to(NoticeStatus.QUEUED)
        self.round += 1

    def _move_to(self, status: NoticeStatus) -> None:
        if status not in TRANSITIONS[NoticeStatus(self.status)]:
            raise IllegalTransition(f"A notice cannot go from {self.status} to {status}.")
        self.status = status.value


class DeliveryAttempt(models.Model):
    """One try to hand a notice to a channel; never changed: it is the proof."""

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="attempts")
    channel = models.CharField(max_length=10)
    round = models.SmallIntegerField(default=1)
    at = models.DateTimeField(default=now)
    outcome = models.CharField(max_length=40)
    provider_message_id = models.CharField(max_length=120, blank=True)
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("delivery attempt")
        indexes: ClassVar = [
            models.Index(fields=["notice", "at"], name="messaging_attempt_notice")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.outcome}"

"""Tables of the outbox."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.kernel.clock import now
from haidang.kernel.ids import new_id


class OutboxEvent(models.Model):
    """An event as recorded in the transaction in which it happened."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    facts = models.JSONField()
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("event")
        indexes: ClassVar = [
            models.Index(fields=["subject", "recorded_at"], name="outbox_event_subject")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}"


class Delivery(models.Model):
    """The note that a handler has acted on an event; written in the handler's transaction."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=120)
    delivered_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("delivery")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "handler"], name="outbox_delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.event_id}"

"""Answers kept for repeated requests."""

from typing import ClassVar

from django.db import models

from haidang.kernel.clock import now
from haidang.kernel.ids import new_id


class KeptAnswer(models.Model):
    """The first answer to a request with an idempotency key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="")
    created_at = models.DateTimeField(default=now)

    class Meta:
        """One answer for each key of an actor."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor", "key"], name="rest_answer_per_key")
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="rest_answer_age")]

    def __str__(self) -> str:
        return self.key

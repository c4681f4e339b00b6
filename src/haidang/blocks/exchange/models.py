"""Tables of the exchange."""

import hashlib
import hmac
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.kernel.clock import now
from haidang.kernel.ids import new_id


class ExchangeService(models.Model):
    """A service as its package in content described it last."""

    code = models.CharField(max_length=80, primary_key=True)
    manifest = models.JSONField()
    sha256 = models.CharField(max_length=64)
    installed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("exchange service")

    def __str__(self) -> str:
        return self.code


class RequestQuerySet(models.QuerySet["ExchangeRequest"]):
    """Requests, by whom and what they are about."""

    def about_person(self, personal_id: str) -> Self:
        """Keep the requests that asked about one person."""
        return self.filter(people__person_digest=digest_person(personal_id))

    def of_subject(self, subject: str) -> Self:
        """Keep the requests of one case."""
        return self.filter(subject=subject)

    def ended_before(self, instant: datetime) -> Self:
        """Keep the calls that had ended before an instant."""
        return self.filter(requested_at__lt=instant, answered_at__lt=instant)


class ExchangeRequest(models.Model):
    """One call: who asked whom what, for which case, why, when, and how it ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    idempotency_key = models.CharField(max_length=200, unique=True)
    service = models.ForeignKey(ExchangeService, on_delete=models.PROTECT, related_name="requests")
    subject = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=200)
    requested_at = models.DateTimeField(default=now)
    request_sha256 = models.CharField(max_length=64)
    request_sealed = models.BinaryField()
    rounds = models.SmallIntegerField(default=0)
    tries = models.SmallIntegerField(default=0)
    duration_ms = models.IntegerField(default=0)
    outcome = models.CharField(max_length=16, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_sha256 = models.CharField(max_length=64, blank=True)
    answer_sealed = models.BinaryField(default=bytes)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange request")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome="", answered_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(answered_at__isnull=False)),
                name="exchange_request_outcome",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "requested_at"], name="exchange_request_subject"),
            BrinIndex(fields=["requested_at"], name="exchange_request_age"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.subject} {self.outcome}"

    def close(self, *, outcome: str, at: datetime, sha256: str, sealed: bytes) -> None:
        """Note how the call ended; a closed request never changes again."""
        self.outcome = outcome
        self.answered_at = at
        self.answer_sha256 = sha256
        self.answer_sealed = sealed


class PersonAsked(models.Model):
    """That a request asked about a person, without saying who to those who lack the key."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(ExchangeRequest, on_delete=models.CASCADE, related_name="people")
    person_digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("person asked about")
        indexes: ClassVar = [
            models.Index(fields=["person_digest", "request"], name="exchange_person_asked")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}"


def digest_person(personal_id: str) -> bytes:
    """Return the keyed digest under which a person is found in the log."""
    key = bytes.fromhex(settings.HAIDANG_FIELD_KEY)
    return hmac.digest(key, f"exchange.person\x00{personal_id}".encode(), hashlib.sha256)

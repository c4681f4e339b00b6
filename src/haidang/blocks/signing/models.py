"""Tables of signing."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from haidang.blocks.signing.types import Holder
from haidang.kernel.ids import new_id


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Keys, by what may be done with them."""

    def of_holder(self, holder: Holder) -> "SigningKeyQuerySet":
        """Keys of a person or an agency."""
        return self.filter(holder_kind=holder.kind, holder_code=holder.code)

    def usable(self, at: datetime) -> "SigningKeyQuerySet":
        """Keys that may sign at an instant, the newest first."""
        valid = self.filter(valid_from__lte=at, valid_until__gt=at, revoked_at=None)
        return valid.order_by("-valid_until", "-id")


class SigningKey(models.Model):
    """A certificate and where its key is kept; never the key itself."""

    class HolderKind(models.TextChoices):
        """Who may hold a key."""

        PERSON = "person", _("Person")
        AGENCY = "agency", _("Agency")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    holder_kind = models.CharField(max_length=8, choices=HolderKind.choices)
    holder_code = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    certificate_pem = models.TextField()
    certificate_serial = models.CharField(max_length=64, unique=True)
    is_sample = models.BooleanField(default=False)
    provider = models.CharField(max_length=32)
    key_reference = models.CharField(max_length=128)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    registered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revocation_reason = models.CharField(max_length=200, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing key")
        indexes: ClassVar = [
            models.Index(fields=["holder_kind", "holder_code"], name="signing_key_holder"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signing_key_valid_for_a_time", condition=Q(valid_until__gt=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_kind} {self.holder_code} {self.certificate_serial[:8]}"

    def revoke(self, *, at: datetime, reason: str) -> None:
        """End the key's use; the first instant counts."""
        if self.revoked_at is None:
            self.revoked_at = at
            self.revocation_reason = reason


class SignatureRecord(models.Model):
    """One signature that the platform made, under the key that made it happen only once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    idempotency_key = models.CharField(max_length=200, unique=True)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="signatures")
    field = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    sha256_before = models.CharField(max_length=64)
    sha256_after = models.CharField(max_length=64, db_index=True)
    certificate_serial = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signature")

    def __str__(self) -> str:
        return f"{self.field} {self.sha256_after[:8]}"


class SignedContent(models.Model):
    """The signed bytes, kept until whoever asked for them has surely stored them."""

    record = models.OneToOneField(
        SignatureRecord, on_delete=models.CASCADE, primary_key=True, related_name="content"
    )
    pdf = models.BinaryField()
    kept_since = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("signed content")

    def __str__(self) -> str:
        return str(self.record_id)

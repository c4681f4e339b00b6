"""Tables of the audit."""

import hashlib
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.blocks.audit.types import digest_entry
from haidang.kernel.clock import now


class AuditEntry(models.Model):
    """One act. The table is partitioned by month and refuses change (see its migration)."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=now)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=200)
    code = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    facts = models.JSONField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("audit entry")
        indexes: ClassVar = [models.Index(fields=["subject", "at"], name="audit_entry_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_id} {self.code} {self.subject}"

    def compute_digest(self) -> bytes:
        """Return the SHA-256 over the canonical JSON of everything but the number."""
        return digest_entry(
            at=self.at,
            actor=(self.actor_kind, self.actor_id, self.actor_name),
            code=self.code,
            subject=self.subject,
            facts=self.facts,
        )


class AuditSeal(models.Model):
    """A batch of entries, bound together and to the seal before."""

    number = models.BigIntegerField(primary_key=True)
    previous_hash = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)
    entry_count = models.IntegerField()
    sealed_at = models.DateTimeField(default=now)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("audit seal")

    def __str__(self) -> str:
        return f"seal {self.number}"

    def compute_hash(self) -> bytes:
        """Return the SHA-256 over the seal before, this root, the count and the time."""
        content = hashlib.sha256()
        content.update(bytes(self.previous_hash))
        content.update(bytes(self.root))
        content.update(f"{self.number}:{self.entry_count}:{self.sealed_at.isoformat()}".encode())
        return content.digest()


class SealedEntry(models.Model):
    """Which seal holds an entry, and at which place."""

    entry_id = models.BigIntegerField(primary_key=True)
    seal = models.ForeignKey(AuditSeal, on_delete=models.PROTECT, related_name="places")
    place = models.IntegerField()

    class Meta:
        verbose_name = _("sealed entry")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "place"], name="audit_sealed_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.place}"

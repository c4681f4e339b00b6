"""Files, their shares, and the documents in persons' keeping."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.kernel.clock import now
from haidang.kernel.ids import new_id


class StoredFile(models.Model):
    """A file under a key of its own, which is itself sealed; no key: shredded."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=120, unique=True)
    sealed_key = models.BinaryField(null=True, blank=True)
    owner_id = models.UUIDField(null=True, blank=True)
    stored_by = models.CharField(max_length=80)
    stored_at = models.DateTimeField(default=now)
    retain_until = models.DateField(null=True, blank=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(shredded_at=None, sealed_key__isnull=False)
                | Q(shredded_at__isnull=False, sealed_key=None),
                name="vault_file_has_key_until_shredded",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="vault_file_not_empty"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner_id"], name="vault_file_of"),
            models.Index(
                fields=["retain_until"],
                condition=Q(shredded_at=None),
                name="vault_file_to_shred",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.media_type}"


class FileShare(models.Model):
    """An agency may read a file for a matter (a case number)."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="shares")
    agency = models.CharField(max_length=40)
    matter = models.CharField(max_length=80, blank=True)
    shared_at = models.DateTimeField(default=now)
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("share of a file")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "agency", "matter"], name="vault_share_once")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} → {self.agency}"


class VaultDocument(models.Model):
    """An issued result in a person's keeping (NĐ 69/2024/NĐ-CP, NĐ 320/2026/NĐ-CP)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=120, unique=True)
    person_id = models.UUIDField()
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=60)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="documents")
    number = models.CharField(max_length=80, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=40, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    verification_code = models.CharField(max_length=20, unique=True)
    deposited_at = models.DateTimeField(default=now)
    retain_until = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("document")
        indexes: ClassVar = [
            models.Index(fields=["person_id", "-issued_at"], name="vault_document_of"),
            models.Index(fields=["case_number"], name="vault_document_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.verification_code}"

"""Persons, organizations, mandates and the log of accesses."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from haidang.blocks.identity.models.sealing import SealedTextField, digest, digests
from haidang.kernel.clock import now
from haidang.kernel.ids import new_id
from haidang.kernel.text import fold, nfc, sort_key

_PERSONAL_ID = "identity.personal_id"
_TAX_CODE = "identity.tax_code"


def digest_of_personal_id(personal_id: str) -> bytes:
    """Return the keyed digest that finds a person."""
    return digest(personal_id, context=_PERSONAL_ID)


def digest_of_tax_code(tax_code: str) -> bytes:
    """Return the keyed digest that finds an organization."""
    return digest(tax_code, context=_TAX_CODE)


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons, found without reading a personal id."""

    def with_personal_id(self, personal_id: str) -> Self:
        """Keep the person with a personal id."""
        return self.filter(personal_id_digest__in=digests(personal_id, context=_PERSONAL_ID))


class Person(models.Model):
    """A human being; the personal id is the key for life (Luật Căn cước 26/2023/QH15)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    personal_id = SealedTextField()
    personal_id_digest = models.BinaryField(max_length=32, unique=True)
    full_name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=450)
    folded = models.CharField(max_length=200)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=6, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.JSONField(default=dict)
    city = models.CharField(max_length=40, blank=True)
    is_sample = models.BooleanField(default=False)
    registered_at = models.DateTimeField(default=now)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sex__in=["", "male", "female"]), name="identity_person_sex"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["folded"], name="identity_person_by_name")]

    def __str__(self) -> str:
        return str(self.id)

    def take_personal_id(self, personal_id: str) -> None:
        """Set the personal id together with the digest that finds it."""
        self.personal_id = personal_id
        self.personal_id_digest = digest(personal_id, context=_PERSONAL_ID)

    def rename(self, full_name: str) -> None:
        """Set the name together with how it sorts and is found."""
        self.full_name = nfc(full_name)
        self.sort_key, self.folded = sort_key(self.full_name), fold(self.full_name)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Organizations, found without reading a tax code."""

    def with_tax_code(self, tax_code: str) -> Self:
        """Keep the organization with a tax code."""
        return self.filter(tax_code_digest__in=digests(tax_code, context=_TAX_CODE))


class Organization(models.Model):
    """A body with a tax code, sealed since a household business uses its owner's personal id."""

    id = models.UUIDField(primary_key=True, default=new_id)
    tax_code = SealedTextField()
    tax_code_digest = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300)
    representative = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.JSONField(default=dict)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    is_sample = models.BooleanField(default=False)
    registered_at = models.DateTimeField(default=now)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")

    def __str__(self) -> str:
        return self.name

    def take_tax_code(self, tax_code: str) -> None:
        """Set the tax code together with the digest that finds it."""
        self.tax_code = tax_code
        self.tax_code_digest = digest(tax_code, context=_TAX_CODE)

    def rename(self, name: str) -> None:
        """Set the name together with how it is found."""
        self.name = nfc(name)
        self.folded = fold(self.name)


class RepresentationQuerySet(models.QuerySet["Representation"]):
    """Mandates."""

    def in_force(self, at: datetime) -> Self:
        """Keep the mandates that hold at an instant."""
        return self.filter(
            Q(until_at=None) | Q(until_at__gt=at),
            Q(revoked_at=None) | Q(revoked_at__gt=at),
            from_at__lte=at,
        )

    def of_principals(self, ids: Iterable[object]) -> Self:
        """Keep the mandates that these persons or organizations gave."""
        wanted = list(ids)
        return self.filter(Q(principal__in=wanted) | Q(organization__in=wanted))


class Representation(models.Model):
    """A mandate: one person may act for another, or for an organization (BLDS 2015, Art. 134)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    representative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    principal = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="given_mandates"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="given_mandates",
    )
    scopes = ArrayField(models.CharField(max_length=80), default=list)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    evidence = models.JSONField(default=dict)
    granted_by = models.CharField(max_length=80)
    granted_at = models.DateTimeField(default=now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("representation")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(principal__isnull=False, organization__isnull=True)
                | Q(principal__isnull=True, organization__isnull=False),
                name="identity_representation_one_principal",
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gt=F("from_at")),
                name="identity_representation_period",
            ),
            models.CheckConstraint(
                condition=Q(principal=None) | ~Q(principal=F("representative")),
                name="identity_representation_of_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class AccessLog(models.Model):
    """One read of a person's data; the table refuses change (see its migration)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    at = models.DateTimeField(default=now)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=200)
    agencies = ArrayField(models.CharField(max_length=40), default=list)
    purpose = models.CharField(max_length=200)
    subject = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("access")
        indexes: ClassVar = [
            models.Index(fields=["person_id", "-at"], name="identity_access_of"),
            BrinIndex(fields=["at"], name="identity_access_age"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_id} {self.subject}"

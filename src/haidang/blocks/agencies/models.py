"""Tables of the agencies. Codes join rows, so that each version of a thing stands alone."""

from datetime import date, datetime
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from haidang.kernel.clock import now
from haidang.kernel.ids import new_id
from haidang.kernel.text import fold, sort_key

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class DatedQuerySet(models.QuerySet[Row_co]):
    """Rows with a half-open period of days."""

    def valid_on(self, day: date) -> Self:
        """Keep what was valid on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


class TimedQuerySet(models.QuerySet[Row_co]):
    """Rows with a half-open period of instants."""

    def in_force(self, at: datetime) -> Self:
        """Keep what was in force at an instant."""
        return self.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)


class City(models.Model):
    """A province-level city that this platform serves."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=200)
    province_code = models.CharField(max_length=8)
    agency_code = models.CharField(max_length=20)
    brand = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("city")

    def __str__(self) -> str:
        return self.name


class AdministrativeUnit(models.Model):
    """A unit of the two-tier local government during one period of its life."""

    id = models.UUIDField(primary_key=True, default=new_id)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40)
    province_code = models.CharField(max_length=8, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    sort_key = models.CharField(max_length=450)
    folded = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative unit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="agencies_unit_version"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until=None),
                name="agencies_unit_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="agencies_unit_period",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["city", "sort_key"], name="agencies_unit_by_name")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def rename(self, name: str) -> None:
        """Set the name together with how it sorts and is found."""
        self.name, self.sort_key, self.folded = name, sort_key(name), fold(name)


class Agency(models.Model):
    """A public body during one period of its life."""

    id = models.UUIDField(primary_key=True, default=new_id)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=60)
    parent = models.CharField(max_length=40, blank=True)
    unit_code = models.CharField(max_length=20, blank=True)
    details = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    sort_key = models.CharField(max_length=650)
    folded = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="agencies_agency_version"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until=None),
                name="agencies_agency_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="agencies_agency_period",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "unit_code"], name="agencies_agency_competent"),
            models.Index(fields=["city", "sort_key"], name="agencies_agency_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def rename(self, name: str) -> None:
        """Set the name together with how it sorts and is found."""
        self.name, self.sort_key, self.folded = name, sort_key(name), fold(name)


class Officer(models.Model):
    """A civil servant of a city."""

    id = models.UUIDField(primary_key=True, default=new_id)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    account_id = models.UUIDField(null=True, blank=True, unique=True)
    details = models.JSONField(default=dict)
    sort_key = models.CharField(max_length=450)
    folded = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("officer")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def rename(self, name: str) -> None:
        """Set the name together with how it sorts and is found."""
        self.name, self.sort_key, self.folded = name, sort_key(name), fold(name)


class Assignment(models.Model):
    """A post that an officer holds for a time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="assignments")
    agency = models.CharField(max_length=40)
    post = models.CharField(max_length=40)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    objects = TimedQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer", "agency", "post"],
                condition=Q(until_at=None),
                name="agencies_assignment_once",
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
                name="agencies_assignment_period",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "post"], name="agencies_assignment_by_post")
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.post}@{self.agency}"


class Delegation(models.Model):
    """A post that its holder lets another officer exercise for a time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    holder = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="delegations")
    agency = models.CharField(max_length=40)
    post = models.CharField(max_length=40)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    basis = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = TimedQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_at__gte=F("from_at")), name="agencies_delegation_period"
            ),
            models.CheckConstraint(
                condition=~Q(holder=F("delegate")), name="agencies_delegation_to_another"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "post"], name="agencies_delegation_by_post")
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} → {self.delegate_id} {self.post}@{self.agency}"


class NumberBook(models.Model):
    """The last number given out in one series of one agency in one period."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=40)
    series = models.CharField(max_length=80)
    period = models.CharField(max_length=20)
    last_number = models.BigIntegerField()

    class Meta:
        verbose_name = _("number book")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "series", "period"], name="agencies_numberbook_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.series} {self.period}: {self.last_number}"


class Succession(models.Model):
    """One code that another one follows from a day on; a split code has several, one main."""

    class Kind(models.TextChoices):
        """What the codes name."""

        UNIT = "unit", _("administrative unit")
        AGENCY = "agency", _("agency")

    id = models.UUIDField(primary_key=True, default=new_id)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    predecessor = models.CharField(max_length=40)
    successor = models.CharField(max_length=40)
    on = models.DateField()
    is_main = models.BooleanField(default=True)
    is_part = models.BooleanField(default=False)
    law = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("succession")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "predecessor", "successor", "on"], name="agencies_succession_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "predecessor", "on"],
                condition=Q(is_main=True),
                name="agencies_succession_one_main",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="agencies_succession_to_another"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "successor"], name="agencies_succession_back")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} {self.on}"

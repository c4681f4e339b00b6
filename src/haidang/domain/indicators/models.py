"""Tables of the indicators."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.kernel.clock import now
from haidang.kernel.ids import new_id


class Told(models.Model):
    """What one case was told at acceptance, and what became of it; seconds of working time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=80, unique=True)
    city = models.CharField(max_length=40)
    procedure = models.CharField(max_length=20)
    agency = models.CharField(max_length=40)
    accepted_at = models.DateTimeField()
    p50_seconds = models.BigIntegerField(null=True, blank=True)
    p90_seconds = models.BigIntegerField(null=True, blank=True)
    count = models.IntegerField(default=0)
    basis = models.CharField(max_length=8, blank=True)
    waited_seconds = models.BigIntegerField(default=0)
    late_at = models.DateTimeField(null=True, blank=True)
    taken_seconds = models.BigIntegerField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("told forecast")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(taken_seconds=None, finished_at=None)
                | models.Q(taken_seconds__gte=0, finished_at__isnull=False),
                name="indicators_told_taken",
            ),
            models.CheckConstraint(
                condition=models.Q(p50_seconds=None, p90_seconds=None, basis="")
                | models.Q(
                    p50_seconds__gte=0,
                    p90_seconds__gte=models.F("p50_seconds"),
                    basis__in=["unit", "city"],
                ),
                name="indicators_told_quantiles",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["city", "procedure", "finished_at"],
                name="indicators_told_finished",
                condition=models.Q(finished_at__isnull=False),
            ),
            models.Index(fields=["finished_at"], name="indicators_told_recent"),
            models.Index(
                fields=["late_at"],
                name="indicators_told_late",
                condition=models.Q(finished_at=None, late_at__isnull=False),
            ),
            models.Index(fields=["agency"], name="indicators_told_agency"),
        ]

    def __str__(self) -> str:
        return self.subject


class Distribution(models.Model):
    """Count, P50 and P90 of the finished cases of the window; no agency means the city's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.CharField(max_length=40)
    procedure = models.CharField(max_length=20)
    agency = models.CharField(max_length=40, blank=True)
    count = models.IntegerField()
    p50_seconds = models.BigIntegerField()
    p90_seconds = models.BigIntegerField()
    refreshed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("distribution")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["city", "procedure", "agency"], name="indicators_distribution_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["refreshed_at"], name="indicators_distribution_age")
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.agency or self.city}"

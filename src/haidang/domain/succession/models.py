"""Tables of succession."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.kernel.clock import now
from haidang.kernel.ids import new_id


class Merger(models.Model):
    """A plan that is carried out, with the weights before and after."""

    class State(models.TextChoices):
        """How far a merger is."""

        RUNNING = "running", _("running")
        PROVED = "proved", _("proved")
        DISPROVED = "disproved", _("disproved")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    law = models.CharField(max_length=300)
    effective = models.DateField()
    plan = models.JSONField()
    plan_sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField(default=now)
    started_by = models.CharField(max_length=200)
    finished_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    discrepancies = models.JSONField(default=list)
    proof = models.TextField(blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)
    proof_pdf = models.BinaryField(null=True)
    is_sealed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("merger")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="running") | ~models.Q(proof_sha256=""),
                name="succession_merger_ends_with_proof",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["city", "-started_at"], name="succession_merger_of_city")
        ]

    def __str__(self) -> str:
        return self.name


class MergerStep(models.Model):
    """One module's part of a merger."""

    id = models.BigAutoField(primary_key=True)
    merger = models.ForeignKey(Merger, on_delete=models.CASCADE, related_name="steps")
    place = models.IntegerField()
    name = models.CharField(max_length=40)
    rows = models.BigIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("step of a merger")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merger", "name"], name="succession_step_once")
        ]

    def __str__(self) -> str:
        return self.name

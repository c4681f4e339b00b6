"""Tables of the catalogue."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.kernel.clock import now
from haidang.kernel.ids import new_id


class Procedure(models.Model):
    """What a person may ask for; the search columns come from its newest revision."""

    code = models.CharField(primary_key=True, max_length=20)
    name_vi = models.CharField(max_length=1_200)
    name_en = models.CharField(max_length=1_200)
    summary = models.JSONField(default=dict)
    folded_name = models.TextField()
    folded_text = models.TextField()
    words = SearchVectorField(null=True)
    current = models.ForeignKey(
        "ProcedureRevision", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("procedure")
        indexes: ClassVar = [
            GinIndex(fields=["words"], name="catalog_procedure_words"),
            GinIndex(
                fields=["folded_name"],
                opclasses=["gin_trgm_ops"],
                name="catalog_procedure_trigrams",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


class ProcedureRevision(models.Model):
    """A procedure's whole content as published; the table refuses change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="revisions")
    number = models.IntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=now)
    published_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("procedure revision")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "number"], name="catalog_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} r{self.number}"


class CityRevision(models.Model):
    """A city's whole content as published; the table refuses change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.CharField(max_length=40)
    number = models.IntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=now)
    published_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("city revision")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["city", "number"], name="catalog_city_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.city} r{self.number}"

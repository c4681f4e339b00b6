"""Tables of the catalogue."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
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


class SearchEntry(models.Model):
    """What a procedure is found by; made anew whenever it is published.

    ``words`` holds what people call it (weight A name, B keywords), ``body`` what it is about
    (field, results, papers, steps). ``pairs`` are neighbouring words of the name, by which
    slips of typing are put right. ``prior`` says how often citizens need it, from 0 to 1.
    """

    procedure = models.OneToOneField(
        Procedure, primary_key=True, on_delete=models.CASCADE, related_name="entry"
    )
    name = models.TextField()
    spoken = ArrayField(models.TextField(), default=list)
    topic = models.TextField(default="")
    folded = models.TextField()
    words = SearchVectorField()
    body = SearchVectorField()
    pairs = ArrayField(models.TextField(), default=list)
    audiences = ArrayField(models.TextField(), default=list)
    levels = ArrayField(models.TextField(), default=list)
    events = ArrayField(models.TextField(), default=list)
    agency = models.TextField(default="")
    field = models.TextField(default="")
    is_online = models.BooleanField(default=False)
    prior = models.FloatField(default=0.0)

    class Meta:
        verbose_name = _("search entry")
        indexes: ClassVar = [
            GinIndex(fields=["words"], name="catalog_entry_words"),
            GinIndex(fields=["body"], name="catalog_entry_body"),
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="catalog_entry_trigrams"),
            models.Index(fields=["field"], name="catalog_entry_field"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.name}"


class SearchWord(models.Model):
    """A word (or two neighbours) of names and keywords, and in how many entries it stands.

    ``bodies`` counts the entries where it stands in field, results, papers or steps. The row
    without a word counts the entries; its ``shown`` changes with every change of the index, so
    that a process knows when its vocabulary is old.
    """

    word = models.TextField(primary_key=True)
    entries = models.IntegerField(default=0)
    bodies = models.IntegerField(default=0)
    shown = models.TextField(default="")

    class Meta:
        verbose_name = _("search word")

    def __str__(self) -> str:
        return f"{self.word} {self.entries}"


class ProcedureRevision(models.Model):
    """A procedure's whole content as published; the table refuses change.

    ``builder`` names who builds the package of the national record that ``content`` holds;
    it is empty where somebody wrote the procedure's own package.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="revisions")
    number = models.IntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    builder = models.CharField(max_length=20, blank=True, default="")
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


class ImportBatch(models.Model):
    """One reading of a file of the national catalogue, and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    snapshot_on = models.DateField()
    figures = models.JSONField(default=dict)
    imported_at = models.DateTimeField(default=now)
    imported_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("import")

    def __str__(self) -> str:
        return f"{self.file_name} {self.imported_at:%Y-%m-%d}"


class StagedRecord(models.Model):
    """A procedure of the national catalogue, on its way from the file to a revision.

    ``reading`` is the safe one; ``confirmed`` takes its place once a steward has agreed.
    ``previous`` is the record that was published, while a changed one waits to be confirmed.
    """

    code = models.CharField(primary_key=True, max_length=20)
    suffix = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=1_200)
    folded = models.TextField()
    ministry = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=200)
    levels = ArrayField(models.CharField(max_length=10), default=list)
    state = models.CharField(max_length=12)
    record = models.JSONField()
    record_hash = models.CharField(max_length=64)
    previous = models.JSONField(null=True)
    flags = models.JSONField(default=list)
    traps = ArrayField(models.CharField(max_length=40), default=list)
    needs_care = models.BooleanField(default=False)
    reading = models.JSONField()
    confirmed = models.JSONField(null=True)
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="records")
    line = models.IntegerField()
    is_gone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("staged record")
        indexes: ClassVar = [
            GinIndex(fields=["traps"], name="catalog_staged_traps"),
            GinIndex(
                fields=["folded"], opclasses=["gin_trgm_ops"], name="catalog_staged_trigrams"
            ),
            models.Index(fields=["state", "code"], name="catalog_staged_state"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"

"""The table of tasks."""

from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.ids import new_id

FAR_AWAY = "9999-12-31T00:00:00+00:00"


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks, by the words of an office."""

    def open(self) -> Self:
        """Return tasks that still wait."""
        return self.filter(closed_at=None)

    def for_duties_of(self, actor: Actor) -> Self:
        """Return tasks for a post that the officer holds."""
        wanted = models.Q(pk__in=[])
        for duty in actor.duties:
            wanted |= models.Q(agency=duty.agency, post=duty.post)
        return self.filter(wanted)


class Task(models.Model):
    """One step that waits for an officer of a post."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=80)
    token = models.CharField(max_length=120)
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    procedure = models.CharField(max_length=20, blank=True, db_default="")
    channel = models.CharField(max_length=10, blank=True, db_default="")
    folded = models.CharField(max_length=300, blank=True, db_default="")
    agency = models.CharField(max_length=40)
    post = models.CharField(max_length=40)
    actions = models.JSONField(default=list)
    label = models.JSONField(default=dict)
    opened_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(null=True, blank=True)
    urgency = models.DateTimeField(db_default=FAR_AWAY)
    officer_id = models.UUIDField(null=True, blank=True)
    officer_name = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "token"], name="worklist_task_once"),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | ~models.Q(outcome=""),
                name="worklist_task_closed_with_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "post", "urgency", "id"],
                include=["key", "procedure", "channel", "officer_id"],
                name="worklist_task_urgent",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["agency", "post", "key", "urgency", "id"],
                name="worklist_task_open_step",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["agency", "post", "procedure", "urgency", "id"],
                name="worklist_task_open_procedure",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["agency", "post", "urgency", "id"],
                name="worklist_task_free",
                condition=models.Q(closed_at=None, officer_id=None),
            ),
            models.Index(
                fields=["officer_id", "agency", "post", "urgency", "id"],
                name="worklist_task_held",
                condition=models.Q(closed_at=None, officer_id__isnull=False),
            ),
            GinIndex(
                fields=["folded"],
                opclasses=["gin_trgm_ops"],
                name="worklist_task_words",
                condition=models.Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.key}"


class SavedFilter(models.Model):
    """A list of tasks that an officer keeps by a name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer_id = models.UUIDField()
    officer_name = models.CharField(max_length=200)
    agency = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80)
    query = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("saved list")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer_id", "name"], name="worklist_filter_once"),
            models.UniqueConstraint(
                fields=["officer_id"],
                condition=models.Q(is_default=True),
                name="worklist_filter_one_default",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "name"],
                name="worklist_filter_shared",
                condition=models.Q(is_shared=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

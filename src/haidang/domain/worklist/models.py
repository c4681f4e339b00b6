"""The table of tasks."""

from typing import ClassVar, Self

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
                name="worklist_task_open",
                condition=models.Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.key}"

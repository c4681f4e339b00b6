"""The table of stacks."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.kernel.clock import now
from haidang.kernel.ids import new_id


class Stack(models.Model):
    """All pages of one pass through the scanner; ``matter`` is opaque here: a draft's id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.CharField(max_length=40)
    matter = models.CharField(max_length=80)
    file_id = models.UUIDField()
    pages = models.JSONField()
    officer_id = models.CharField(max_length=80)
    taken_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("stack of pages")
        indexes: ClassVar = [
            models.Index(fields=["matter", "taken_at"], name="scanning_stack_matter")
        ]

    def __str__(self) -> str:
        return f"{self.matter} {len(self.pages)}"

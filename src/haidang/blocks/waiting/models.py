"""The table of visitors."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.engines.waiting import Visitor
from haidang.kernel.clock import now


class VisitorRow(models.Model):
    """A visitor: a random key, a number, instants; forgotten soon after he left."""

    number = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, editable=False)
    drew = models.BooleanField(default=True)
    drawn_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now)
    admitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("visitor at the door")
        indexes: ClassVar = [
            models.Index(fields=["seen_at"], name="waiting_visitor_seen"),
            models.Index(
                fields=["number"],
                condition=models.Q(admitted_at=None),
                name="waiting_visitor_waits",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    def as_visitor(self) -> Visitor:
        """Return the row as the rules see it."""
        return Visitor(
            key=self.key,
            number=self.number,
            drew=self.drew,
            drawn_at=self.drawn_at,
            seen_at=self.seen_at,
            admitted_at=self.admitted_at,
        )

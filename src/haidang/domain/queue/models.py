"""The table of tickets."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.domain.queue.errors import TicketMoved
from haidang.domain.queue.states import TRANSITIONS
from haidang.domain.queue.types import TicketState
from haidang.kernel.clock import now
from haidang.kernel.ids import new_id


class Ticket(models.Model):
    """A number of one day; ``carried`` is sealed and emptied when it was served."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.CharField(max_length=40)
    day = models.DateField()
    label = models.CharField(max_length=8)
    kind = models.CharField(max_length=10)
    priority = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=TicketState.WAITING)
    procedure = models.CharField(max_length=20, blank=True)
    carried = models.BinaryField(default=bytes)
    drawn_at = models.DateTimeField(default=now)
    called_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    window = models.SmallIntegerField(null=True, blank=True)
    officer_id = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("queue ticket")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "day", "label"], name="queue_ticket_once"),
            models.CheckConstraint(
                condition=models.Q(state="waiting") | models.Q(called_at__isnull=False),
                name="queue_ticket_called_at",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "day", "-priority", "id"],
                condition=models.Q(state="waiting"),
                name="queue_ticket_waiting",
            ),
            models.Index(fields=["agency", "day", "called_at"], name="queue_ticket_called"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.label}"

    def move_to(self, state: TicketState) -> None:
        """Go on in the life of a ticket; raises TicketMoved."""
        if state not in TRANSITIONS[TicketState(self.state)]:
            raise TicketMoved
        self.state = state

"""Tables of delivery."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.blocks.delivery.states import ON_THE_WAY, TRANSITIONS
from haidang.blocks.delivery.types import ParcelStatus
from haidang.kernel.clock import now
from haidang.kernel.errors import IllegalTransition
from haidang.kernel.ids import new_id

_STATUSES = [(status.value, status.value) for status in ParcelStatus]


class ParcelQuerySet(models.QuerySet["ParcelRow"]):
    """Parcels, by what has to be done about them."""

    def of_subject(self, subject: str) -> Self:
        """Keep the parcels of one case."""
        return self.filter(subject=subject)

    def silent_since(self, instant: datetime) -> Self:
        """Keep the parcels on their way that nobody asked about since an instant."""
        return self.filter(status__in=ON_THE_WAY, polled_at__lt=instant)


class ParcelRow(models.Model):
    """A parcel. ``subject`` is opaque here: the number of a case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    idempotency_key = models.CharField(max_length=160, unique=True)
    subject = models.CharField(max_length=80)
    direction = models.CharField(max_length=12)
    provider = models.CharField(max_length=40)
    tracking = models.CharField(max_length=60, blank=True)
    status = models.CharField(
        max_length=12, choices=_STATUSES, default=ParcelStatus.REQUESTED.value
    )
    sender = models.JSONField(default=dict)
    receiver = models.JSONField(default=dict)
    contents = models.CharField(max_length=300)
    requested_at = models.DateTimeField(default=now)
    ordered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    polled_at = models.DateTimeField(default=now)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "tracking"],
                condition=~models.Q(tracking=""),
                name="delivery_parcel_tracked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["requested", "refused"])
                | models.Q(ordered_at__isnull=False),
                name="delivery_parcel_moves_once_ordered",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "requested_at"], name="delivery_parcel_subject"),
            models.Index(
                fields=["polled_at"],
                condition=models.Q(status__in=["ordered", "moving"]),
                name="delivery_parcel_silent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tracking or self.id} {self.status}"

    def move_to(self, status: ParcelStatus, *, at: datetime) -> None:
        """Move along an edge of the table; raises IllegalTransition."""
        if status not in TRANSITIONS[ParcelStatus(self.status)]:
            raise IllegalTransition(f"A parcel cannot move from {self.status} to {status}.")
        self.status = status
        if status is ParcelStatus.ORDERED:
            self.ordered_at = at
        elif not TRANSITIONS[status]:
            self.ended_at = at


class MovementRow(models.Model):
    """One thing that the post told, taken once."""

    id = models.BigAutoField(primary_key=True)
    parcel = models.ForeignKey(ParcelRow, on_delete=models.CASCADE, related_name="movements")
    event_id = models.CharField(max_length=80)
    status = models.CharField(max_length=12)
    at = models.DateTimeField()
    text = models.CharField(max_length=300)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("movement")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parcel", "event_id"], name="delivery_movement_once")
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.status}"

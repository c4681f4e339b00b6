"""Reads of the outbox."""

from haidang.blocks.outbox.models import OutboxEvent
from haidang.kernel.events import Event, from_json


def list_events(*, subject: str) -> list[Event]:
    """Return what happened to a subject, oldest first."""
    rows = OutboxEvent.objects.filter(subject=subject).order_by("recorded_at", "id")
    return [from_json(row.code, row.facts) for row in rows]

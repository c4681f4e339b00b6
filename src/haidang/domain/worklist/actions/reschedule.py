"""Follow a case's due date with its open tasks."""

from datetime import datetime

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.worklist.models import FAR_AWAY, Task
from haidang.domain.worklist.types import TasksRescheduled
from haidang.kernel.actors import Actor


def reschedule_tasks(
    subject: str, *, before: datetime, after: datetime | None, actor: Actor
) -> int:
    """Move the open tasks that were due with their subject; return how many moved.

    A task with an earlier date of its own keeps it, unless the subject is due sooner now.
    """
    with transaction.atomic():
        moved = 0
        rows = Task.objects.open().filter(subject=subject).order_by("id")
        for row in rows.select_for_update(of=("self",)):
            if row.due_at == before or (after and row.due_at and row.due_at > after):
                row.due_at, row.urgency = after, after or FAR_AWAY
                row.save(update_fields=["due_at", "urgency"])
                moved += 1
        if moved:
            event = TasksRescheduled(case_number=subject, tasks=moved, before=before, after=after)
            audit.announce(event, actor=actor)
    return moved

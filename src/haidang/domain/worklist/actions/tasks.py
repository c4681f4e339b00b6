"""Open, take, give and close one task."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.blocks.statements import public as statements
from haidang.domain.worklist import policies
from haidang.domain.worklist.errors import ActionUnknown, NotYourTask, TaskUnknown
from haidang.domain.worklist.models import FAR_AWAY, Task
from haidang.domain.worklist.queries import view
from haidang.domain.worklist.types import (
    NewTask,
    TaskAssigned,
    TaskClosed,
    TaskMoved,
    TaskOpened,
    TaskView,
)
from haidang.kernel.actors import Actor, Duty
from haidang.kernel.clock import now
from haidang.kernel.text import fold

_LOCKED: Final = statements.Prepared(
    lambda task_id: Task.objects.select_for_update(of=("self",)).filter(pk=task_id), UUID
)


def open_task(new: NewTask, *, actor: Actor) -> TaskView:
    """Let a step wait for an officer; opening the same step again changes nothing."""
    row = Task(
        subject=new.subject,
        token=new.token,
        key=new.key,
        name=new.name,
        procedure=str(new.label.get("procedure") or "")[:20],
        channel=str(new.label.get("channel") or "")[:10],
        folded=fold(f"{new.subject} {new.label.get('applicant') or ''}")[:300],
        agency=new.agency,
        post=new.post,
        actions=list(new.actions),
        label=dict(new.label),
        due_at=new.due_at,
        urgency=new.due_at or FAR_AWAY,
        opened_at=now(),
    )
    with transaction.atomic(savepoint=False):
        if not statements.write_once(row):
            row = Task.objects.get(subject=new.subject, token=new.token)
        else:
            event = TaskOpened(
                case_number=row.subject, task_id=row.id, key=row.key,
                agency=row.agency, post=row.post, due_at=row.due_at,
            )  # fmt: skip
            audit.announce(event, actor=actor)
    return view(row)


def claim_task(task_id: UUID, *, actor: Actor) -> TaskView:
    """Take a task for oneself; taking it twice changes nothing."""
    with transaction.atomic():
        row = _locked(task_id)
        policies.check_can_act(row, actor)
        return _give(row, officer_id=UUID(actor.id), name=actor.name, actor=actor)


def release_task(task_id: UUID, *, actor: Actor) -> TaskView:
    """Give a taken task back to the post."""
    with transaction.atomic():
        row = _locked(task_id)
        policies.check_can_act(row, actor)
        return _give(row, officer_id=None, name="", actor=actor)


def assign_task(task_id: UUID, *, officer_id: UUID, actor: Actor) -> TaskView:
    """Give a task to an officer who holds its post."""
    with transaction.atomic():
        row = _locked(task_id)
        policies.check_can_assign(row, actor)
        if Duty(agency=row.agency, post=row.post) not in agencies.duties_of(officer_id):
            raise NotYourTask
        officer = agencies.get_officer(officer_id)
        return _give(row, officer_id=officer_id, name=officer.name, actor=actor)


def close_task(task_id: UUID, *, action: str, note: str = "", actor: Actor) -> TaskView:
    """Do a task by one of its actions; it stays done."""
    with outbox.joining():
        row = _locked(task_id)
        policies.check_can_act(row, actor)
        if action not in row.actions:
            raise ActionUnknown
        return _close(row, outcome=action, note=note, actor=actor)


def withdraw_tasks(subject: str, *, tokens: frozenset[str] | None = None, actor: Actor) -> int:
    """Close open tasks of a subject that are no longer wanted; return how many."""
    with transaction.atomic():
        rows = Task.objects.open().filter(subject=subject).order_by("id").select_for_update()
        if tokens is not None:
            rows = rows.filter(token__in=tokens)
        found = list(rows)
        for row in found:
            _close(row, outcome="withdrawn", note="", actor=actor)
    return len(found)


def move_tasks(
    subject: str, *, from_agency: str, to_agency: str, posts: Collection[str], actor: Actor
) -> int:
    """Hand a subject's open tasks of some posts to another agency, to nobody in particular."""
    with transaction.atomic():
        rows = Task.objects.open().filter(
            subject=subject, agency=from_agency, post__in=list(posts)
        )
        found = list(rows.order_by("id").select_for_update())
        for row in found:
            row.agency, row.officer_id, row.officer_name = to_agency, None, ""
            row.save(update_fields=["agency", "officer_id", "officer_name"])
            event = TaskMoved(
                case_number=row.subject, task_id=row.id, key=row.key,
                from_agency=from_agency, to_agency=to_agency,
            )  # fmt: skip
            audit.announce(event, actor=actor)
    return len(found)


def _locked(task_id: UUID) -> Task:
    row = _LOCKED.first(task_id)
    if row is None:
        raise TaskUnknown
    return row


def _give(row: Task, *, officer_id: UUID | None, name: str, actor: Actor) -> TaskView:
    if row.officer_id != officer_id:
        row.officer_id, row.officer_name = officer_id, name
        row.save(update_fields=["officer_id", "officer_name"])
        event = TaskAssigned(
            case_number=row.subject, task_id=row.id, officer_id=officer_id, officer_name=name
        )
        audit.announce(event, actor=actor)
    return view(row)


def _close(row: Task, *, outcome: str, note: str, actor: Actor) -> TaskView:
    row.closed_at, row.outcome = now(), outcome
    holder = None
    if actor.is_officer:
        row.officer_id, row.officer_name = UUID(actor.id), actor.name
        holder = agencies.holder_behind(UUID(actor.id), agency=row.agency, post=row.post)
    statements.save_columns(row, ("closed_at", "outcome", "officer_id", "officer_name"))
    event = TaskClosed(
        case_number=row.subject,
        task_id=row.id,
        key=row.key,
        outcome=outcome,
        note=note,
        on_behalf_of="" if holder is None else holder.holder_name,
    )
    audit.announce(event, actor=actor)
    return view(row)

"""The work list of an officer."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view

from haidang.channels.rest.idempotency import once_per_key
from haidang.channels.rest.limits import Limit, Mark, read_mark, write_mark
from haidang.channels.rest.schemas.bodies import AssignmentIn, CompletionIn
from haidang.channels.rest.schemas.cases import TaskOut, TaskPageOut
from haidang.channels.rest.security import actor_of, officers_with
from haidang.channels.rest.views.verbs import supplement_items
from haidang.domain.cases import public as cases
from haidang.domain.worklist import public as worklist

router = Router(auth=officers_with("tasks:write"))


@router.get("/tasks", response=TaskPageOut, auth=officers_with("tasks:read"))
def list_open(
    request: HttpRequest,
    scope: Literal["all", "mine", "free"] = "all",
    after: Mark = "",
    limit: Limit = 25,
) -> TaskPageOut:
    """List the open tasks of the officer's posts, the most urgent first."""
    page = worklist.list_tasks(
        actor=actor_of(request),
        where=worklist.TaskFilter(scope=scope),
        after=read_mark(after),
        limit=limit,
    )
    rows = [TaskOut.from_orm(task) for task in page.tasks]
    return TaskPageOut(tasks=rows, after=write_mark(page.after))


@router.post("/tasks/{uuid:task_id}/claim", response=TaskOut)
def claim(request: HttpRequest, task_id: UUID) -> TaskOut:
    """Take a task for oneself."""
    return TaskOut.from_orm(worklist.claim_task(task_id, actor=actor_of(request)))


@router.post("/tasks/{uuid:task_id}/release", response=TaskOut)
def release(request: HttpRequest, task_id: UUID) -> TaskOut:
    """Give a taken task back to the post."""
    return TaskOut.from_orm(worklist.release_task(task_id, actor=actor_of(request)))


@router.post("/tasks/{uuid:task_id}/assign", response=TaskOut)
def assign(request: HttpRequest, task_id: UUID, body: AssignmentIn) -> TaskOut:
    """Give a task to an officer who holds its post; for heads and leaders."""
    given = worklist.assign_task(task_id, officer_id=body.officer_id, actor=actor_of(request))
    return TaskOut.from_orm(given)


@router.post("/tasks/{uuid:task_id}/complete", response=TaskOut)
@decorate_view(once_per_key)
def complete(request: HttpRequest, task_id: UUID, body: CompletionIn) -> TaskOut:
    """Do a task by one of its actions; the process moves on."""
    actor = actor_of(request)
    cases.complete_step(
        task_id,
        action=body.action,
        note=body.note,
        items=supplement_items(body.items),
        values=body.values,
        actor=actor,
    )
    return TaskOut.from_orm(worklist.get_task(task_id, actor=actor))

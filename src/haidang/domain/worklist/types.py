"""What crosses the door of the worklist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NewType
from uuid import UUID

from haidang.kernel.events import JSON, Event

TaskId = NewType("TaskId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task to open. ``label`` holds what a list shows without asking anybody else."""

    subject: str
    token: str
    key: str
    name: str
    agency: str
    post: str
    actions: tuple[str, ...]
    due_at: datetime | None
    label: Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task as an officer sees it."""

    id: TaskId
    subject: str
    token: str
    key: str
    name: str
    agency: str
    post: str
    actions: tuple[str, ...]
    opened_at: datetime
    due_at: datetime | None
    officer_id: UUID | None
    officer_name: str
    closed_at: datetime | None
    outcome: str
    label: Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """One page of a list; ``after`` is the mark to ask for the next page, empty at the end."""

    tasks: tuple[TaskView, ...]
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """How many open tasks wait at a step."""

    key: str
    name: str
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened(Event):
    """A step waits for an officer."""

    code: ClassVar[str] = "worklist.task_opened"
    case_number: str
    task_id: UUID
    key: str
    agency: str
    post: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAssigned(Event):
    """An officer took a task or was given it."""

    code: ClassVar[str] = "worklist.task_assigned"
    case_number: str
    task_id: UUID
    officer_id: UUID | None
    officer_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskClosed(Event):
    """An officer did a task, or it was withdrawn."""

    code: ClassVar[str] = "worklist.task_closed"
    case_number: str
    task_id: UUID
    key: str
    outcome: str
    note: str

"""What crosses the door of the worklist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, NewType
from uuid import UUID

from haidang.kernel.events import JSON, Event

TaskId = NewType("TaskId", UUID)
FilterId = NewType("FilterId", UUID)

Scope = Literal["all", "mine", "free", "overdue", "near"]
Band = Literal["overdue", "near", "later", "undated"]

MOST_COUNTED = 1_000
"""No count above a list goes further than this; what is more is told as "more than"."""
MOST_LOOKED_AT = 200
"""By so many of the most urgent tasks a list says to what it can be narrowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task to open. ``label`` holds what a list shows without asking anybody else.

    Its words ``procedure``, ``channel`` and ``applicant`` can be asked for in a list.
    """

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
class TaskFilter:
    """Which tasks a list shows; empty words ask for nothing.

    ``near_until`` is the instant up to which a task that is not late counts as due soon: what
    is soon is the city's rule, so the caller knows it. ``text`` is a part of the number or of
    the applicant's name, with or without accents.
    """

    scope: Scope = "all"
    key: str = ""
    procedure: str = ""
    channel: str = ""
    band: Band | None = None
    officer_id: UUID | None = None
    text: str = ""
    near_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """One page of a list; ``after`` is the mark to ask for the next page, empty at the end."""

    tasks: tuple[TaskView, ...]
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many there are: exactly, or more than ``number`` when the count stopped there."""

    number: int
    is_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChoice:
    """One value that a list can be narrowed to, and how many of the tasks looked at have it."""

    value: str
    name: str
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChoices:
    """What a list can be narrowed to, from the most urgent tasks; ``is_cut`` when not from all."""

    steps: tuple[FilterChoice, ...]
    procedures: tuple[FilterChoice, ...]
    channels: tuple[FilterChoice, ...]
    officers: tuple[FilterChoice, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """A list that an officer keeps by a name; the agency's officers see it when it is shared."""

    id: FilterId
    name: str
    officer_id: UUID
    officer_name: str
    agency: str
    query: Mapping[str, str]
    is_shared: bool
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLoad:
    """How many open tasks an officer has in hand."""

    officer_id: UUID
    name: str
    open_tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignOutcome:
    """What became of one task that was to be given out; ``refused`` is the error's code."""

    task_id: TaskId
    subject: str
    officer_name: str
    refused: str = ""


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
class TaskMoved(Event):
    """A task went to another agency together with its case."""

    code: ClassVar[str] = "worklist.task_moved"
    case_number: str
    task_id: UUID
    key: str
    from_agency: str
    to_agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksRescheduled(Event):
    """Open tasks followed the due date of their case."""

    code: ClassVar[str] = "worklist.tasks_rescheduled"
    case_number: str
    tasks: int
    before: datetime
    after: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskClosed(Event):
    """An officer did a task, or it was withdrawn."""

    code: ClassVar[str] = "worklist.task_closed"
    case_number: str
    task_id: UUID
    key: str
    outcome: str
    note: str
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterSaved(Event):
    """An officer kept, renewed, shared or preferred a list of tasks."""

    code: ClassVar[str] = "worklist.filter_saved"
    filter_id: UUID
    officer_id: UUID
    name: str
    is_shared: bool
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterDeleted(Event):
    """An officer gave up a list of tasks."""

    code: ClassVar[str] = "worklist.filter_deleted"
    filter_id: UUID
    officer_id: UUID
    name: str

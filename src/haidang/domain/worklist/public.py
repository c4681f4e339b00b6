"""The front door of the worklist."""

from haidang.domain.worklist.actions import (
    assign_task,
    claim_task,
    close_task,
    move_tasks,
    open_task,
    release_task,
    withdraw_tasks,
)
from haidang.domain.worklist.errors import (
    ActionUnknown,
    NotYourTask,
    TaskTaken,
    TaskUnknown,
    WorklistError,
)
from haidang.domain.worklist.queries import (
    Scope,
    can_act,
    can_assign,
    count_steps,
    count_tasks,
    get_task,
    list_open_tasks_of,
    list_tasks,
)
from haidang.domain.worklist.types import NewTask, StepCount, TaskId, TaskPage, TaskView

__all__ = [
    "ActionUnknown",
    "NewTask",
    "NotYourTask",
    "Scope",
    "StepCount",
    "TaskId",
    "TaskPage",
    "TaskTaken",
    "TaskUnknown",
    "TaskView",
    "WorklistError",
    "assign_task",
    "can_act",
    "can_assign",
    "claim_task",
    "close_task",
    "count_steps",
    "count_tasks",
    "get_task",
    "list_open_tasks_of",
    "list_tasks",
    "move_tasks",
    "open_task",
    "release_task",
    "withdraw_tasks",
]

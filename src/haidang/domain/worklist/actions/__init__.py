"""Writes of the worklist."""

from haidang.domain.worklist.actions.give_out import assign_tasks, list_loads, suggest_officers
from haidang.domain.worklist.actions.reschedule import reschedule_tasks
from haidang.domain.worklist.actions.saved import (
    delete_filter,
    prefer_filter,
    save_filter,
    share_filter,
)
from haidang.domain.worklist.actions.succession import HOLDINGS, move_agencies
from haidang.domain.worklist.actions.tasks import (
    assign_task,
    claim_task,
    close_task,
    move_tasks,
    open_task,
    release_task,
    withdraw_tasks,
)

__all__ = [
    "HOLDINGS",
    "assign_task",
    "assign_tasks",
    "claim_task",
    "close_task",
    "delete_filter",
    "list_loads",
    "move_agencies",
    "move_tasks",
    "open_task",
    "prefer_filter",
    "release_task",
    "reschedule_tasks",
    "save_filter",
    "share_filter",
    "suggest_officers",
    "withdraw_tasks",
]

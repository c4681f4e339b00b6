"""Reads of the worklist, always for an officer's duties."""

from haidang.domain.worklist.queries.counts import (
    count_filter,
    count_in_hand,
    count_tasks,
    list_choices,
)
from haidang.domain.worklist.queries.saved import default_filter, list_filters, saved_view
from haidang.domain.worklist.queries.tasks import (
    can_act,
    can_assign,
    get_task,
    list_open_tasks_of,
    list_tasks,
    view,
)

__all__ = [
    "can_act",
    "can_assign",
    "count_filter",
    "count_in_hand",
    "count_tasks",
    "default_filter",
    "get_task",
    "list_choices",
    "list_filters",
    "list_open_tasks_of",
    "list_tasks",
    "saved_view",
    "view",
]

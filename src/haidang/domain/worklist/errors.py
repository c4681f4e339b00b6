"""What can be wrong with a task."""

from haidang.kernel.errors import Conflict, HaidangError, IllegalTransition, NotAllowed, NotFound


class WorklistError(HaidangError):
    """The task cannot be done this way."""

    code = "worklist.error"


class TaskUnknown(WorklistError, NotFound):
    """There is no such task, or it is not yours to see."""

    code = "worklist.task_unknown"


class NotYourTask(WorklistError, NotAllowed):
    """You do not hold the post that this task is for."""

    code = "worklist.not_your_task"


class TaskTaken(WorklistError, Conflict):
    """Another officer has taken this task."""

    code = "worklist.task_taken"


class TaskClosed(WorklistError, IllegalTransition):
    """This task was already done."""

    code = "worklist.task_closed"


class ActionUnknown(WorklistError, IllegalTransition):
    """This task does not offer that action."""

    code = "worklist.action_unknown"


class FilterUnknown(WorklistError, NotFound):
    """There is no such saved list, or it is not yours."""

    code = "worklist.filter_unknown"

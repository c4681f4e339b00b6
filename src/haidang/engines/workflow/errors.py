"""What may go wrong when a process is asked to move; each error has a stable code."""

from haidang.kernel.errors import HaidangError


class WorkflowError(HaidangError):
    """The process cannot take this step."""

    code = "workflow.error"


class UnknownToken(WorkflowError):
    """No open step has this token; it was completed, withdrawn or never opened."""

    code = "workflow.unknown_token"


class WrongSignal(WorkflowError):
    """This kind of signal does not answer what the token waits for."""

    code = "workflow.wrong_signal"


class ActionNotOffered(WorkflowError):
    """The officer chose an action that the step does not offer."""

    code = "workflow.action_not_offered"


class MessageNotAwaited(WorkflowError):
    """No open step waits for a message of this name."""

    code = "workflow.message_not_awaited"


class NoWayOn(WorkflowError):
    """No condition of the gateway holds and it has no default flow."""

    code = "workflow.no_way_on"


class EndlessLoop(WorkflowError):
    """The process runs in a circle in which nobody and nothing is waited for."""

    code = "workflow.endless_loop"


class StateNotReadable(WorkflowError):
    """The stored state does not belong to this process."""

    code = "workflow.state_not_readable"

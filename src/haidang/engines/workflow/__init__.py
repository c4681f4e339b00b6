"""Workflow: carry a case through the process that its procedure draws in BPMN 2.0.

Five words: a *process* is read from a file and proved *sound*; *tokens* say where a case
stands in it; a *signal* says what happened; an *effect* says what the world must do next.
Nothing in a file is executed as code, nothing here reads a clock, and the state is JSON.
"""

from haidang.engines.workflow.describe import Element, describe
from haidang.engines.workflow.engine import (
    START_STATUS,
    advance,
    awaited_messages,
    services,
    start,
    tokens,
)
from haidang.engines.workflow.errors import (
    ActionNotOffered,
    EndlessLoop,
    MessageNotAwaited,
    NoWayOn,
    StateNotReadable,
    UnknownToken,
    WorkflowError,
    WrongSignal,
)
from haidang.engines.workflow.layout import layout
from haidang.engines.workflow.reading import parse_process
from haidang.engines.workflow.soundness import check_soundness, is_publishable
from haidang.engines.workflow.types import (
    Advance,
    AwaitMessage,
    Bounds,
    CallService,
    Cancelled,
    ChangeStatus,
    Effect,
    Finished,
    Flow,
    MessageReceived,
    Node,
    NodeKind,
    OpenTask,
    ParsedProcess,
    Process,
    ProcessProblem,
    ServiceAnswered,
    Signal,
    StartTimer,
    TaskCompleted,
    TimerFired,
    TokenPosition,
    Withdrawn,
)
from haidang.engines.workflow.vocabulary import KNOWN_MESSAGES, KNOWN_OPERATIONS, KNOWN_POSTS

__all__ = [
    "KNOWN_MESSAGES",
    "KNOWN_OPERATIONS",
    "KNOWN_POSTS",
    "START_STATUS",
    "ActionNotOffered",
    "Advance",
    "AwaitMessage",
    "Bounds",
    "CallService",
    "Cancelled",
    "ChangeStatus",
    "Effect",
    "Element",
    "EndlessLoop",
    "Finished",
    "Flow",
    "MessageNotAwaited",
    "MessageReceived",
    "NoWayOn",
    "Node",
    "NodeKind",
    "OpenTask",
    "ParsedProcess",
    "Process",
    "ProcessProblem",
    "ServiceAnswered",
    "Signal",
    "StartTimer",
    "StateNotReadable",
    "TaskCompleted",
    "TimerFired",
    "TokenPosition",
    "UnknownToken",
    "Withdrawn",
    "WorkflowError",
    "WrongSignal",
    "advance",
    "awaited_messages",
    "check_soundness",
    "describe",
    "is_publishable",
    "layout",
    "parse_process",
    "services",
    "start",
    "tokens",
]

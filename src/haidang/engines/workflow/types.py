"""What crosses the door of the workflow engine: process, signals, effects, problems."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from haidang.kernel.errors import Severity


class Condition(Protocol):
    """A compiled expression; ``None`` means that a name which it reads is unknown."""

    def is_true(self, names: Mapping[str, object]) -> bool | None: ...


class ConditionCompiler(Protocol):
    """Turns the text of a condition into something that can be asked.

    Raises :class:`ValueError` or an error of the expression language with the reason.
    """

    def __call__(self, source: str) -> Condition: ...


class NodeKind(StrEnum):
    """What a node of the process does, whatever BPMN element it was drawn with."""

    START = "start"
    END = "end"
    TERMINATE = "terminate"
    USER = "user"
    SERVICE = "service"
    MESSAGE = "message"
    TIMER = "timer"
    EXCLUSIVE = "exclusive"
    PARALLEL = "parallel"
    EVENT_GATEWAY = "event_gateway"
    SUB_PROCESS = "sub_process"
    PASS = "pass"  # noqa: S105 - a kind of node, not a password


WAITING = frozenset(
    {
        NodeKind.USER,
        NodeKind.SERVICE,
        NodeKind.MESSAGE,
        NodeKind.TIMER,
        NodeKind.EVENT_GATEWAY,
        NodeKind.SUB_PROCESS,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One element of the process.

    ``id`` is unique in the process (elements of a called process are prefixed with the
    calling element: ``register/check``); ``key`` is the element's own id, under which its
    answers appear in the facts. ``scope`` is the id of the enclosing sub-process or "".
    ``hours`` are working hours of the internal procedure. ``line`` is the line in the file.
    """

    id: str
    key: str
    kind: NodeKind
    element: str
    name: str = ""
    line: int = 0
    scope: str = ""
    post: str = ""
    hours: float | None = None
    actions: tuple[str, ...] = ()
    status: str = ""
    operation: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    duration: str = ""
    unit: str = ""
    attached_to: str = ""
    interrupting: bool = True
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A sequence flow; ``source`` and ``target`` are node ids."""

    id: str
    source: str
    target: str
    name: str = ""
    line: int = 0
    expression: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the diagram shows an element, in the modeller's pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process that can run: its nodes and flows in the order of the file, and its drawing."""

    id: str
    name: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    outgoing: Mapping[str, tuple[str, ...]]
    incoming: Mapping[str, tuple[str, ...]]
    boundaries: Mapping[str, tuple[str, ...]]
    starts: Mapping[str, str]
    shapes: Mapping[str, Bounds] = field(default_factory=dict)
    edges: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessProblem:
    """One fault of a process file, told as a compiler tells it."""

    code: str
    line: int
    element: str
    message: Mapping[str, str]
    hint: Mapping[str, str]
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedProcess:
    """The process, or ``None`` when a problem of severity error stands in its way."""

    process: Process | None
    problems: tuple[ProcessProblem, ...] = ()


# Signals: what happened in the world.


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompleted:
    """An officer finished the step; ``values["action"]`` names the action taken."""

    token: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAnswered:
    """An operation of the platform or of another agency answered."""

    token: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived:
    """A message came; the step that has waited longest for its name takes it.

    ``token`` addresses one step where several wait for the same name (two agencies asked
    at once); it is the token of :class:`AwaitMessage`.
    """

    name: str
    values: Mapping[str, object] = field(default_factory=dict)
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired:
    """The time of a timer is over."""

    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The case is withdrawn or closed by other means; nothing is waited for any longer."""


Signal = TaskCompleted | ServiceAnswered | MessageReceived | TimerFired | Cancelled


# Effects: what the world is asked to do.


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """Give an officer of the post a task; ``hours`` are working hours or ``None``."""

    token: str
    key: str
    name: str
    post: str
    hours: float | None
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallService:
    """Run an operation; answer with :class:`ServiceAnswered`."""

    token: str
    key: str
    operation: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTimer:
    """Wake the token after an ISO 8601 ``duration``; ``unit`` is "" or "working_day"."""

    token: str
    key: str
    duration: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitMessage:
    """The token waits for a message of this name."""

    token: str
    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What was asked for under this token is no longer wanted: close the task, stop the timer.

    ``kind`` is the kind of node: user, service, timer or message.
    """

    token: str
    key: str
    kind: NodeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStatus:
    """The case moves to a legal status (national code 1-10)."""

    status: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The process has come to its end."""


Effect = OpenTask | CallService | StartTimer | AwaitMessage | Withdrawn | ChangeStatus | Finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """The new state, what the world must do now, and whether the process is over.

    ``facts`` is what the process has learnt so far: ``{element id: values}``.
    """

    state: dict[str, object]
    effects: tuple[Effect, ...]
    finished: bool
    facts: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPosition:
    """Where the process stands now, for the picture."""

    token: str
    key: str
    name: str
    kind: NodeKind

"""What the desk asks of the cases beyond one act: many acts, and the drawing of a process."""

from collections.abc import Mapping
from dataclasses import dataclass

from haidang.domain.worklist.public import TaskId


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOutcome:
    """What became of one of many tasks; ``refused`` is the code of the error, empty when done."""

    task_id: TaskId
    case_number: str
    step: str
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessDrawing:
    """The process of a case as BPMN 2.0 with a drawing, and the elements done and waiting now."""

    procedure_name: Mapping[str, str]
    bpmn: bytes
    done: tuple[str, ...]
    now: tuple[str, ...]

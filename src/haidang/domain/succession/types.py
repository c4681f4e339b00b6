"""What crosses the door of succession."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal, NewType
from uuid import UUID

from haidang.engines.succession import Discrepancy, Weight
from haidang.kernel.events import JSON, Event

MergerId = NewType("MergerId", UUID)
MergerState = Literal["running", "proved", "disproved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerSummary:
    """A merger in a list."""

    id: MergerId
    name: str
    law: str
    effective: date
    state: MergerState
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One module's part of a merger, and how many rows it moved."""

    name: str
    rows: int
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableProof:
    """The weights of one table before and after."""

    table: str
    rows_before: int
    rows_after: int
    digest_before: str
    digest_after: str
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerView:
    """A merger with its steps and its proof."""

    summary: MergerSummary
    plan: Mapping[str, JSON]
    steps: tuple[StepView, ...]
    tables: tuple[TableProof, ...]
    discrepancies: tuple[Mapping[str, str], ...]
    proof_sha256: str
    is_sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a plan would do now: the rows that hold its codes, table by table."""

    units: int
    split: int
    agencies: int
    weights: tuple[Weight, ...]
    to_move: Mapping[str, int]
    discrepancies: tuple[Discrepancy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerStarted(Event):
    """A plan began to be carried out."""

    code: ClassVar[str] = "succession.started"
    merger_id: UUID
    name: str
    law: str
    plan_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerProved(Event):
    """A merger came to its end; ``state`` says whether its proof holds."""

    code: ClassVar[str] = "succession.proved"
    merger_id: UUID
    state: str
    rows: int
    proof_sha256: str

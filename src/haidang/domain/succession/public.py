"""The front door of succession."""

from haidang.domain.succession.actions import run_merger, start_merger
from haidang.domain.succession.errors import (
    MergerUnknown,
    PlanFaulty,
    SuccessionError,
    TooEarly,
)
from haidang.domain.succession.queries import (
    HOLDINGS,
    get_merger,
    list_mergers,
    read_proof,
    rehearse,
)
from haidang.domain.succession.types import (
    MergerId,
    MergerProved,
    MergerStarted,
    MergerState,
    MergerSummary,
    MergerView,
    Rehearsal,
    StepView,
    TableProof,
)

__all__ = [
    "HOLDINGS",
    "MergerId",
    "MergerProved",
    "MergerStarted",
    "MergerState",
    "MergerSummary",
    "MergerUnknown",
    "MergerView",
    "PlanFaulty",
    "Rehearsal",
    "StepView",
    "SuccessionError",
    "TableProof",
    "TooEarly",
    "get_merger",
    "list_mergers",
    "read_proof",
    "rehearse",
    "run_merger",
    "start_merger",
]

"""Units and agencies that follow each other: the law's words, plans of a merger, their proof.

Words: a *former* unit is named in a resolution's text, with the district where its name alone
is not enough; a *plan* says which former unit and agency goes to which successors; a unit
is *split* when it has several, and then names its *main* one; a *weight* counts and hashes the
rows that hold codes; a *discrepancy* is what a proof finds wrong. Invariants: every former
code has one main successor; nothing succeeds itself; weights that agree mean that no row was
lost, doubled or changed otherwise.
"""

from haidang.engines.succession.draft import Draft, Successor, draft_plan, plan_data
from haidang.engines.succession.model import (
    AgencyStep,
    Discrepancy,
    FormerUnit,
    Plan,
    UnitStep,
    Weight,
)
from haidang.engines.succession.parse import parse_plan
from haidang.engines.succession.predecessors import (
    PredecessorsUnreadable,
    find_split,
    parse_predecessors,
)
from haidang.engines.succession.proof import expected_counts, prove

__all__ = [
    "AgencyStep",
    "Discrepancy",
    "Draft",
    "FormerUnit",
    "Plan",
    "PredecessorsUnreadable",
    "Successor",
    "UnitStep",
    "Weight",
    "draft_plan",
    "expected_counts",
    "find_split",
    "parse_plan",
    "parse_predecessors",
    "plan_data",
    "prove",
]

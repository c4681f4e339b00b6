"""Let succeeding agencies carry on with tasks and shared lists."""

from collections.abc import Mapping
from typing import Final

from haidang.blocks.agencies import public as agencies
from haidang.kernel.actors import Actor

HOLDINGS: Final = (
    agencies.Holding(table="worklist_task", columns=("agency",)),
    agencies.Holding(table="worklist_savedfilter", columns=("agency",)),
)
"""Where agency codes stand here."""


def move_agencies(successors: Mapping[str, str], *, actor: Actor, limit: int = 5_000) -> int:
    """Give at most ``limit`` rows the codes of succeeding agencies; return how many moved."""
    return agencies.move_holdings(
        "worklist", HOLDINGS, successors=successors, limit=limit, actor=actor
    )

"""Let succeeding agencies carry on with cases and open questions; numbers never change."""

from collections.abc import Mapping
from typing import Final

from haidang.blocks.agencies import public as agencies
from haidang.kernel.actors import Actor

HOLDINGS: Final = (
    agencies.Holding(
        table="cases_case",
        columns=("receiving_agency", "competent_agency", "return_agency", "support_agency"),
    ),
    agencies.Holding(table="cases_consultation", columns=("asking_agency", "asked_agency")),
)
"""Where agency codes stand here. A transfer stays what it was: history."""


def move_agencies(successors: Mapping[str, str], *, actor: Actor, limit: int = 5_000) -> int:
    """Give at most ``limit`` rows the codes of succeeding agencies; return how many moved."""
    return agencies.move_holdings(
        "cases", HOLDINGS, successors=successors, limit=limit, actor=actor
    )

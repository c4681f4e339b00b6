"""Let succeeding agencies carry on with the orders of theirs."""

from collections.abc import Mapping
from typing import Final

from haidang.blocks.agencies import public as agencies
from haidang.kernel.actors import Actor

HOLDINGS: Final = (agencies.Holding(table="payments_paymentorder", columns=("agency",)),)
"""Where agency codes stand here. Receipts and their numbers stay what was issued."""


def move_agencies(successors: Mapping[str, str], *, actor: Actor, limit: int = 5_000) -> int:
    """Give at most ``limit`` rows the codes of succeeding agencies; return how many moved."""
    return agencies.move_holdings(
        "payments", HOLDINGS, successors=successors, limit=limit, actor=actor
    )

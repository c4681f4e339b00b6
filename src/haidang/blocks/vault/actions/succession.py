"""Let succeeding agencies read what was shared with theirs."""

from collections.abc import Mapping
from typing import Final

from haidang.blocks.agencies import public as agencies
from haidang.kernel.actors import Actor

HOLDINGS: Final = (
    agencies.Holding(
        table="vault_fileshare", columns=("agency",), unique_with=("file_id", "matter")
    ),
)
"""Where agency codes stand here."""


def move_agencies(successors: Mapping[str, str], *, actor: Actor, limit: int = 5_000) -> int:
    """Give at most ``limit`` rows the codes of succeeding agencies; return how many moved."""
    return agencies.move_holdings(
        "vault", HOLDINGS, successors=successors, limit=limit, actor=actor
    )

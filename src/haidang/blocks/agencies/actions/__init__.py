"""Writes of the agencies."""

from haidang.blocks.agencies.actions.offices import (
    assign_officer,
    delegate_authority,
    end_assignment,
    install_city,
    link_officer,
    next_number,
    revoke_delegation,
)
from haidang.blocks.agencies.actions.succession import (
    move_holdings,
    move_posts,
    succeed_units,
)

__all__ = [
    "assign_officer",
    "delegate_authority",
    "end_assignment",
    "install_city",
    "link_officer",
    "move_holdings",
    "move_posts",
    "next_number",
    "revoke_delegation",
    "succeed_units",
]

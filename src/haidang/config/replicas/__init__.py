"""Reads of some pages from replicas of the database, with everybody's own writes in them.

Off unless HAIDANG_REPLICA_URLS names replicas; then this is wired by `config.settings`, and
no other code knows. Five words: *position* (a byte of the primary's log), *seen* (the
position after somebody's last write; the person carries it), *replayed* (how far a replica's
readers see), *pace* (what is known of all replicas in this process), *route* (a page that may
be read from a replica). Invariants: who wrote reads what was written; no replica that is
behind by more than the bound is read; what is written, locked or read inside a transaction
is the primary's; who somebody is and what is kept for sign-in comes from the primary.
"""

from haidang.config.replicas.databases import middleware_of, replica_databases, routers_of

__all__ = ["middleware_of", "replica_databases", "routers_of"]

"""What the nodes say of themselves: who is primary, how far each one has come."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import psycopg
from psycopg.rows import dict_row

from haidang.config.cluster.group import ADMIN, HOST, ClusterError, Group, Node

Role = Literal["primary", "replica", "down"]
_Found = TypeVar("_Found")
_PATIENCE_SECONDS: Final = 30.0
_STANDING: Final = """
    SELECT pg_is_in_recovery() AS is_replica,
           CASE WHEN pg_is_in_recovery()
                THEN greatest(coalesce(pg_last_wal_receive_lsn(), '0/0'),
                              coalesce(pg_last_wal_replay_lsn(), '0/0'))
                ELSE pg_current_wal_flush_lsn() END - '0/0' AS kept,
           coalesce(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                ELSE pg_current_wal_lsn() END, '0/0') - '0/0' AS replayed,
           (SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming') AS receives,
           (SELECT array_agg(application_name || ' ' || sync_state ORDER BY application_name)
            FROM pg_stat_replication WHERE state = 'streaming') AS fed
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one node answered: its role, and how many bytes of the log it has."""

    node: Node
    role: Role
    kept: int = 0
    """Up to here the log is on this node's disk."""
    replayed: int = 0
    """Up to here it is seen by readers."""
    receives: bool = False
    fed: tuple[str, ...] = ()
    """The replicas that this node feeds, with how a commit waits for them."""


def ask(group: Group, node: Node) -> Standing:
    """Return what a node says; a node that does not answer is down."""
    try:
        with connect(group, node) as connection:
            row = connection.cursor(row_factory=dict_row).execute(_STANDING).fetchone()
    except psycopg.OperationalError:
        return Standing(node=node, role="down")
    if row is None:
        raise ClusterError(f"{node.name} says nothing of itself.")
    return Standing(
        node=node,
        role="replica" if row["is_replica"] else "primary",
        kept=int(row["kept"]),
        replayed=int(row["replayed"]),
        receives=bool(row["receives"]),
        fed=tuple(row["fed"] or ()),
    )


def ask_all(group: Group) -> list[Standing]:
    """Return what each node says."""
    return [ask(group, node) for node in group.nodes]


def find_primary(standings: Iterable[Standing]) -> Standing | None:
    """Return the primary, if one answers; two of them are an error."""
    found = [standing for standing in standings if standing.role == "primary"]
    if len(found) > 1:
        names = ", ".join(standing.node.name for standing in found)
        raise ClusterError(f"More than one node takes writes: {names}. Stop all but the newest.")
    return found[0] if found else None


def wait_for(
    look: Callable[[], _Found | None], *, what: str, seconds: float = _PATIENCE_SECONDS
) -> _Found:
    """Return what a look finds as soon as it finds something; a long wait is an error."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise ClusterError(f"Waited {seconds:.0f} s in vain: {what}.")
        time.sleep(0.05)


def connect(
    group: Group, node: Node, *, database: str = "postgres"
) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection of the administrator to one node."""
    return psycopg.connect(
        host=HOST,
        port=node.port,
        user=ADMIN,
        password=group.passwords[ADMIN],
        dbname=database,
        connect_timeout=2,
        autocommit=True,
    )

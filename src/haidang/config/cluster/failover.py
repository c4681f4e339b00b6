"""Change the roles: the newest replica becomes the primary, a former primary a replica."""

import time
from dataclasses import dataclass

from haidang.config.cluster.group import QUORUM, ClusterError, Group, Node
from haidang.config.cluster.servers import (
    admin_address,
    clone,
    follow,
    start,
    stop,
    write,
)
from haidang.config.cluster.standing import (
    Standing,
    ask,
    ask_all,
    connect,
    find_primary,
    wait_for,
)


class FailoverRefused(ClusterError):
    """Too few replicas answer: an acknowledged commit might be on a silent one only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Who was the primary, who is it now, and how long it took to be ready for commits."""

    before: Node | None
    after: Node
    seconds: float


def fail_over(group: Group, *, before: Node | None = None, force: bool = False) -> Outcome:
    """Make the newest replica the primary; whoever was it before is stopped for good.

    A commit is acknowledged when QUORUM replicas have it, so among all but QUORUM - 1 of
    them at least one has every such commit. If fewer answer, it is refused unless forced.
    """
    begun = time.monotonic()
    standings = ask_all(group)
    primary = find_primary(standings)
    former = before or (primary.node if primary else _only_silent(standings))
    replicas = _enough_replicas(group, standings, force=force)
    if former is not None:
        _fence(former)
    newest = max((_settled(group, node) for node in replicas), key=lambda one: one.kept).node
    _promote(group, newest)
    for node in group.fellows(newest):
        if ask(group, node).role == "replica":
            follow(group, node, primary=newest)
    wait_for(lambda: _takes_commits(group, newest, force=force), what="the new primary is ready")
    return Outcome(before=former, after=newest, seconds=time.monotonic() - begun)


def rejoin(group: Group, node: Node) -> str:
    """Make a stopped node a replica of the present primary; return how it was done.

    What the node alone has is undone by pg_rewind; where that cannot be, it is cloned anew.
    """
    primary = find_primary(ask_all(group))
    if primary is None or primary.node == node:
        raise ClusterError(f"{node.name} cannot rejoin: no other node is the primary.")
    stop(node)
    is_rewound = _rewind(node, source=admin_address(primary.node, node))
    if is_rewound:
        follow(group, node, primary=primary.node)
    else:
        clone(group, node, source=primary.node)
    start(node)
    wait_for(lambda: ask(group, node).receives, what=f"{node.name} receives")
    return "rewound" if is_rewound else "cloned"


def _rewind(node: Node, *, source: str) -> bool:
    """Undo what a stopped node alone has; what a crash left is replayed before that."""
    signal = node.data / "standby.signal"
    signal.unlink(missing_ok=True)  # a replica may not replay by itself
    try:
        done = node.cluster.run("pg_rewind", "-D", str(node.data), f"--source-server={source}")
    finally:
        write(node, signal, "")
    return done.returncode == 0


def _only_silent(standings: list[Standing]) -> Node | None:
    """Return the node that must have been the primary: the only one that says nothing."""
    silent = [standing.node for standing in standings if standing.role == "down"]
    return silent[0] if len(silent) == 1 else None


def _fence(node: Node) -> None:
    """Stop a primary at once, and see to it that it never starts as one again."""
    stop(node, mode="immediate")
    write(node, node.data / "standby.signal", "")


def _enough_replicas(group: Group, standings: list[Standing], *, force: bool) -> list[Node]:
    replicas = [standing.node for standing in standings if standing.role == "replica"]
    needed = len(group.nodes) - 1 - QUORUM + 1
    if not replicas or (len(replicas) < needed and not force):
        raise FailoverRefused(
            f"{len(replicas)} of {needed} replicas answer. Start the others, or force it and "
            "lose what only they may have."
        )
    return replicas


def _settled(group: Group, node: Node) -> Standing:
    """Return a replica's standing once it receives no more and stands still."""
    seen = ask(group, node)

    def stands_still() -> Standing | None:
        nonlocal seen
        last, seen = seen, ask(group, node)
        return seen if seen == last and not seen.receives else None

    return wait_for(stands_still, what=f"{node.name} has replayed what it received")


def _promote(group: Group, node: Node) -> None:
    with connect(group, node) as connection:
        row = connection.execute("SELECT pg_promote(true, 30)").fetchone()
    if row != (True,):
        raise ClusterError(f"{node.name} did not become the primary.")


def _takes_commits(group: Group, node: Node, *, force: bool) -> bool:
    standing = ask(group, node)
    return standing.role == "primary" and (force or len(standing.fed) >= QUORUM)

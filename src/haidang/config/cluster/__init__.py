"""PostgreSQL on several servers: one primary, two streaming replicas, and the change of roles.

Five words: *node* (one server with its own data), *group* (the nodes that hold the same
data), *standing* (what a node says of itself), *fail over* (make the newest replica the
primary), *rejoin* (make a former primary a replica). Invariants: a commit that was
acknowledged lies on the disk of the primary and of at least one replica; only a group in
which no acknowledged commit can be missing fails over; a former primary never starts as
a primary again.

The commands run the whole group on one machine, on three ports. On several machines the
same settings and the same steps apply, one node each: docs/how-to/replicate.md.
"""

from haidang.config.cluster.failover import FailoverRefused, Outcome, fail_over, rejoin
from haidang.config.cluster.group import ClusterError, Group, Node, load_group, plan_group
from haidang.config.cluster.servers import (
    SETTINGS,
    kill,
    make_first,
    start,
    stop,
    take_down,
    take_up,
)
from haidang.config.cluster.standing import Standing, ask_all, connect, find_primary, wait_for

__all__ = [
    "SETTINGS",
    "ClusterError",
    "FailoverRefused",
    "Group",
    "Node",
    "Outcome",
    "Standing",
    "ask_all",
    "connect",
    "fail_over",
    "find_primary",
    "kill",
    "load_group",
    "make_first",
    "plan_group",
    "rejoin",
    "start",
    "stop",
    "take_down",
    "take_up",
    "wait_for",
]

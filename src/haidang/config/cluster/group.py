"""Which nodes belong together, how they are reached, and where they keep their data."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from haidang.config.postgres import Cluster, find_cluster

HOST: Final = "127.0.0.1"
ADMIN: Final = "postgres"
REPLICATOR: Final = "replicator"
APPLICATION: Final = "haidang"
DATABASE: Final = "haidang"
ROLES: Final = (ADMIN, REPLICATOR, APPLICATION)
QUORUM: Final = 1
"""So many replicas have a commit on their disks before it is acknowledged."""
_FILE: Final = "cluster.json"


class ClusterError(SystemExit):
    """The group cannot do this; the text says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One PostgreSQL server: its name among its fellows, its port, its files."""

    name: str
    port: int
    cluster: Cluster

    @property
    def data(self) -> Path:
        """Return the folder of the database files."""
        return self.cluster.data

    @property
    def passwords(self) -> Path:
        """Return the file from which the server's own programs take passwords."""
        return self.cluster.base / "pgpass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The nodes that hold the same data, and the passwords of their roles."""

    folder: Path
    nodes: tuple[Node, ...]
    passwords: dict[str, str]

    def node(self, name: str) -> Node:
        """Return a node by its name."""
        for node in self.nodes:
            if node.name == name:
                return node
        known = ", ".join(node.name for node in self.nodes)
        raise ClusterError(f"There is no node {name!r}; there are {known}.")

    def fellows(self, node: Node) -> list[Node]:
        """Return the other nodes."""
        return [other for other in self.nodes if other.name != node.name]

    def url(self, nodes: Sequence[Node] = (), *, role: str = APPLICATION, **options: str) -> str:
        """Return the address of some nodes, or of all, for a role."""
        hosts = ",".join(f"{HOST}:{node.port}" for node in (nodes or self.nodes))
        who = f"{quote(role)}:{quote(self.passwords[role])}"
        query = f"?{urlencode(options)}" if options else ""
        return f"postgresql://{who}@{hosts}/{DATABASE}{query}"

    def primary_url(self) -> str:
        """Return what DATABASE_URL is set to: all nodes, of which one takes writes."""
        return self.url(target_session_attrs="read-write")

    def replica_urls(self) -> str:
        """Return what HAIDANG_REPLICA_URLS is set to: each node by itself."""
        return " ".join(self.url([node]) for node in self.nodes)


def plan_group(folder: Path, *, ports: Sequence[int]) -> Group:
    """Write down a new group in a folder, a node for each port; no server exists yet."""
    file = folder / _FILE
    if file.exists():
        raise ClusterError(f"{file} exists already: take that group up, or down and forget it.")
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        "ports": {f"n{place}": port for place, port in enumerate(ports, start=1)},
        "passwords": {role: secrets.token_hex(16) for role in ROLES},
    }
    file.touch(mode=0o600)
    file.write_text(json.dumps(written, indent=2), encoding="utf-8")
    return load_group(folder)


def load_group(folder: Path) -> Group:
    """Return the group that was planned in a folder."""
    try:
        written = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ClusterError(f"{folder} holds no group of servers.") from None
    nodes = tuple(
        Node(name=name, port=int(port), cluster=find_cluster(folder / name))
        for name, port in written["ports"].items()
    )
    return Group(folder=folder, nodes=nodes, passwords=written["passwords"])

"""Make, clone, start and stop the servers of a group."""

import os
import shutil
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from psycopg import sql

from haidang.config.cluster.group import (
    ADMIN,
    APPLICATION,
    DATABASE,
    HOST,
    QUORUM,
    REPLICATOR,
    ClusterError,
    Group,
    Node,
)
from haidang.config.cluster.standing import ask, ask_all, connect, find_primary, wait_for
from haidang.config.postgres import Cluster

SETTINGS: Final[Mapping[str, str]] = {
    "wal_level": "replica",
    "hot_standby": "on",
    "hot_standby_feedback": "on",
    "max_wal_senders": "10",
    "wal_keep_size": "1GB",
    "wal_log_hints": "on",
    "wal_compression": "on",
    "synchronous_commit": "on",
    "wal_sender_timeout": "5s",
    "wal_receiver_timeout": "5s",
    "wal_receiver_status_interval": "1s",
    "wal_retrieve_retry_interval": "200ms",
    "max_standby_streaming_delay": "5s",
    "max_connections": "120",
    "log_min_messages": "warning",
}
"""The same on every node, since any of them may become the primary."""
_LOG: Final = "server.log"


def take_up(group: Group) -> None:
    """Bring every node up: those that exist are started, those that do not are made."""
    first, *others = group.nodes
    if not _exists(first) and not any(_exists(node) for node in others):
        make_first(group)
    for node in group.nodes:
        if _exists(node) and ask(group, node).role == "down":
            start(node)
    primary = find_primary(ask_all(group))
    if primary is None:
        raise ClusterError("No node takes writes; say: haidang cluster failover.")
    for node in group.nodes:
        if not _exists(node):
            clone(group, node, source=primary.node)
            start(node)
    write_settings(group, primary.node, primary=None)
    primary.node.cluster.run("pg_ctl", "-D", str(primary.node.data), "reload")
    wait_for(
        lambda: len(ask(group, primary.node).fed) == len(group.nodes) - 1,
        what="every replica receives",
    )


def make_first(group: Group) -> None:
    """Make the first server with its roles and its database; it waits for no replica yet."""
    node = group.nodes[0]
    _own_folder(node.cluster)
    secret = node.cluster.base / "initial"
    write(node, secret, group.passwords[ADMIN])
    made = node.cluster.run(
        "initdb", "-D", str(node.data), "-U", ADMIN, "-A", "scram-sha-256", "-E", "UTF8",
        "--locale=C.UTF-8", f"--pwfile={secret}",
    )  # fmt: skip
    secret.unlink()
    if made.returncode:
        raise ClusterError(f"The first server could not be made:\n{made.stderr}")
    _write_passwords(group, node)
    with (node.data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("include_if_exists = 'haidang.conf'\n")
    write_settings(group, node, primary=None, alone=True)
    start(node)
    _make_roles(group, node)


def take_down(group: Group, *, forget: bool) -> None:
    """Stop every node, the primary first; with ``forget`` remove all their data."""
    standings = ask_all(group)
    for standing in sorted(standings, key=lambda one: one.role != "primary"):
        stop(standing.node, mode="immediate" if forget else "fast")
    if forget:
        for node in group.nodes:
            shutil.rmtree(node.cluster.base)
        shutil.rmtree(group.folder)


def clone(group: Group, node: Node, *, source: Node) -> None:
    """Make a node anew as a replica: a copy of another node's files that follows it."""
    shutil.rmtree(node.data, ignore_errors=True)
    _own_folder(node.cluster)
    _write_passwords(group, node)
    clone_cluster(node.cluster, source=_address(source, node, role=REPLICATOR))
    follow(group, node, primary=source)


def clone_cluster(target: Cluster, *, source: str) -> None:
    """Copy the files of a running server, and the log that makes them whole."""
    copied = target.run(
        "pg_basebackup", "-D", str(target.data), "-d", source, "-X", "stream", "-c", "fast"
    )
    if copied.returncode:
        raise ClusterError(f"The server could not be copied:\n{copied.stderr}")


def follow(group: Group, node: Node, *, primary: Node) -> None:
    """Let a node be a replica of another, now or when it starts next."""
    write(node, node.data / "standby.signal", "")
    write_settings(group, node, primary=primary)
    if ask(group, node).role != "down":
        node.cluster.run("pg_ctl", "-D", str(node.data), "reload")


def write_settings(group: Group, node: Node, *, primary: Node | None, alone: bool = False) -> None:
    """Write the settings of a node into its own file; ``alone`` it waits for no replica."""
    names = ", ".join(other.name for other in group.nodes)
    own = {
        "listen_addresses": HOST,
        "port": str(node.port),
        "unix_socket_directories": "",
        "cluster_name": node.name,
        "synchronous_standby_names": "" if alone else f"ANY {QUORUM} ({names})",
        "primary_conninfo": _address(primary, node, role=REPLICATOR) if primary else "",
    }
    lines = [f"{name} = '{_quoted(value)}'" for name, value in {**SETTINGS, **own}.items()]
    write(node, node.data / "haidang.conf", "\n".join(lines) + "\n")


def start(node: Node) -> None:
    """Start a server and wait until it answers."""
    log = node.data / _LOG
    started = node.cluster.run(
        "pg_ctl", "-D", str(node.data), "-w", "-t", "60", "-l", str(log), "start"
    )
    if started.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace")[-800:] if log.exists() else ""
        raise ClusterError(f"{node.name} did not start:\n{started.stderr}\n{tail}")


def stop(node: Node, *, mode: str = "fast") -> None:
    """Stop a server in good order, or at once with ``immediate``; stopped twice is no harm."""
    if (node.data / "postmaster.pid").exists():
        node.cluster.run("pg_ctl", "-D", str(node.data), "-w", "-m", mode, "stop")


def kill(node: Node) -> None:
    """End a server as a power cut does."""
    pid = int((node.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def write(node: Node, path: Path, text: str) -> None:
    """Write a file that the server's user owns and nobody else reads."""
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    if node.cluster.user is not None:
        os.chown(path, node.cluster.user.pw_uid, node.cluster.user.pw_gid)


def admin_address(source: Node, node: Node) -> str:
    """Return how a node's own programs reach another node as the administrator."""
    return f"{_address(source, node, role=ADMIN)} dbname=postgres"


def _make_roles(group: Group, node: Node) -> None:
    with connect(group, node) as connection:
        for role, rights in ((REPLICATOR, "REPLICATION"), (APPLICATION, "")):
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}").format(
                    sql.Identifier(role), sql.SQL(rights), sql.Literal(group.passwords[role])
                )
            )
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(DATABASE), sql.Identifier(APPLICATION)
            )
        )


def _own_folder(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    cluster.data.chmod(0o700)
    if cluster.user is not None:
        os.chown(cluster.data, cluster.user.pw_uid, cluster.user.pw_gid)


def _write_passwords(group: Group, node: Node) -> None:
    lines = [f"{HOST}:*:*:{role}:{group.passwords[role]}" for role in (ADMIN, REPLICATOR)]
    write(node, node.passwords, "\n".join(lines) + "\n")


def _address(source: Node, node: Node, *, role: str) -> str:
    return (
        f"host={HOST} port={source.port} user={role} passfile={node.passwords} "
        f"application_name={node.name} connect_timeout=3"
    )


def _quoted(value: str) -> str:
    return value.replace("'", "''")


def _exists(node: Node) -> bool:
    return (node.data / "PG_VERSION").exists()

"""Follow the running installation: its write-ahead log as it is written, and its files.

The log is streamed by pg_receivewal into the backup folder, segment by segment; a
replication slot keeps what is not yet received. So a restore may stop at any instant
between the end of the oldest base and some moments ago.
"""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from haidang.config.backup.files import copier
from haidang.config.backup.server import (
    BackupError,
    Connection,
    Server,
    call,
    major_version,
    program,
    server_of,
)
from haidang.config.backup.store import Store
from haidang.config.env import Environment

SLOT: Final = "haidang_backup"
_PATIENCE_SECONDS: Final = 30.0
_SENT: Final = (
    "SELECT flush_lsn >= %s::pg_lsn FROM pg_stat_replication r "
    "JOIN pg_replication_slots s ON s.active_pid = r.pid WHERE s.slot_name = %s"
)


def follow(env: Environment, store: Store, *, every: float, goes_on: Callable[[], bool]) -> None:
    """Follow until told to stop; raises BackupError when the receiver ends by itself."""
    store.prepare()
    follower = copier(env, store.files)
    with receiving(server_of(env), store) as receiver:
        while goes_on():
            follower.copy_new()
            if receiver.poll() is not None:
                raise BackupError(
                    f"The receiver of the log ended with {receiver.returncode}; see above."
                )
            time.sleep(every)
        follower.copy_new()


@contextmanager
def receiving(server: Server, store: Store) -> Iterator[subprocess.Popen[bytes]]:
    """Let pg_receivewal run for the length of a block."""
    with server.connect() as connection:
        path = program("pg_receivewal", major_version(connection))
    arguments = ["--directory", str(store.wal), "--slot", SLOT]
    call(path, *arguments, "--create-slot", "--if-not-exists", server=server)
    receiver = subprocess.Popen(  # noqa: S603 - PostgreSQL's program with our own arguments
        [str(path), *server.arguments(), *arguments, "--synchronous"],
        env=dict(server.environment()),
        cwd="/",
        stdin=subprocess.DEVNULL,
    )
    try:
        yield receiver
    finally:
        receiver.terminate()
        receiver.wait()


def wait_until_received(connection: Connection, lsn: str) -> None:
    """Wait until the log up to a place lies in the backup folder, on disk."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        row = connection.execute(_SENT, [lsn, SLOT]).fetchone()
        if row is not None and row[0]:
            return
        time.sleep(0.05)
    raise BackupError(f"The log up to {lsn} was not received in {_PATIENCE_SECONDS:.0f} s.")


def is_receiving(connection: Connection) -> bool:
    """Tell whether somebody receives the log for backups now."""
    row = connection.execute(
        "SELECT active FROM pg_replication_slots WHERE slot_name = %s", [SLOT]
    ).fetchone()
    return bool(row and row[0])

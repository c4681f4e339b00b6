"""The drill: back up under running writes, destroy, restore to an instant, compare.

It has an installation of its own in a temporary folder, so it may destroy it truly.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from haidang.config.backup.archive import wait_until_received
from haidang.config.backup.callers import serving
from haidang.config.backup.digests import Content, as_json, differences, from_json, take_content
from haidang.config.backup.server import BackupError, Server, server_of
from haidang.config.backup.store import Manifest, Store
from haidang.config.backup.take import take
from haidang.config.env import PROJECT, Environment, read_environment
from haidang.config.postgres import find_cluster, find_programs, prepare
from haidang.config.postgres import stop as stop_database

_PASSPHRASE: Final = "a passphrase of the drill"  # noqa: S105 - opens nothing but the drill's own
_EVERY: Final = "0.2"
_PATIENCE_SECONDS: Final = 90.0
_ENTRIES: Final = 20
_MODULE: Final = "haidang.config.cli"


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One restore of the drill, and how it compares."""

    name: str
    expected: Content
    found: Content
    seconds: float
    words: str
    holds: bool

    @property
    def wrong(self) -> list[str]:
        """Return the tables that are not equal."""
        return differences(self.expected, self.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillReport:
    """What the drill saw."""

    base: Manifest
    take_seconds: float
    returns: Sequence[Return]

    @property
    def passed(self) -> bool:
        """Tell whether every restore was equal, table by table, and whole."""
        return all(not one.wrong and one.holds for one in self.returns)


def drill(
    *,
    seconds: float,
    writers: int,
    seeded: bool,
    command: Sequence[str],
    major: str = "",
    http: bool = False,
) -> DrillReport:
    """Do it all; returns what was seen. ``major`` chooses among the versions that are there.

    With ``http`` the city is served, and the writers are people who hand in cases.
    """
    with ExitStack() as stack:
        room = stack.enter_context(_room())
        env = _found(room, seeded=seeded or http, major=major)
        stack.callback(stop_database, env.data_dir)
        server, store = server_of(env), Store(room / "backup")
        follower = stack.enter_context(
            _process(env, "-m", _MODULE, "backup", "follow", str(store.root), "--every", _EVERY)
        )
        service = stack.enter_context(ExitStack())
        if http:
            serve = serving(env.data_dir, logs=room / "logs", surroundings=_surroundings(env))
            command = service.enter_context(serve)
        busy = [stack.enter_context(_process(env, *words)) for words in _writers(command, writers)]
        _wait_for_rows(server)
        began = time.monotonic()
        base = take(env, store)
        took = time.monotonic() - began
        time.sleep(seconds / 2)
        middle = take_content(server)
        time.sleep(seconds / 2)
        _all_alive((follower, *busy))
        for one in busy:
            _kill(one)
        service.close()
        last = take_content(server)
        _let_it_arrive(server, last, follower)
        _destroy(env)
        returns = [
            _come_back(stack, store, room / name, content, is_last=content is last)
            for name, content in (("instant", middle), ("latest", last))
        ]
        return DrillReport(base=base, take_seconds=took, returns=returns)


def _found(room: Path, *, seeded: bool, major: str) -> Environment:
    """Found an installation of sample data; return its settings."""
    env = replace(
        read_environment(), database_url="", data_dir=room / "running", sample=True,
        backup_passphrase=_PASSPHRASE,
    )  # fmt: skip
    if major:
        cluster = find_cluster(env.data_dir)
        prepare(replace(cluster, programs=find_programs(major) / "bin"))
    _haidang(env, *(("seed", "--migrate", "--sample") if seeded else ("migrate",)))
    return env


def _writers(command: Sequence[str], count: int) -> Iterator[list[str]]:
    for number in range(count):
        own = ["-m", "haidang.config.backup.writers", f"drill {number}"]
        if command[:1] == ["-m"]:
            yield [*command, f"{number}"]
        else:
            yield ["-m", _MODULE, *command] if command else own


def _wait_for_rows(server: Server) -> None:
    """Wait until the writers write, so that the base is taken under way."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    first = None
    with server.connect() as connection:
        while time.monotonic() < deadline:
            row = connection.execute("SELECT count(*) FROM audit_auditentry").fetchone()
            seen = int(str(row[0])) if row else 0
            first = seen if first is None else first
            if seen > first + _ENTRIES:
                return
            time.sleep(0.1)
    raise BackupError("The drill's writers write nothing.")


def _let_it_arrive(server: Server, last: Content, follower: subprocess.Popen[bytes]) -> None:
    """Wait until the log of the last commit is kept; then end the follower, files included."""
    with server.connect() as connection:
        row = connection.execute("SELECT pg_current_wal_flush_lsn()").fetchone()
        wait_until_received(connection, str(row[0]) if row else last.lsn)
    follower.terminate()
    if follower.wait(timeout=30):
        raise BackupError("The follower did not end well.")


def _destroy(env: Environment) -> None:
    """Kill the server without a word and remove everything that belonged to it."""
    cluster = find_cluster(env.data_dir)
    cluster.run("pg_ctl", "-D", str(cluster.data), "-m", "immediate", "-w", "stop")
    shutil.rmtree(cluster.base)
    shutil.rmtree(env.data_dir, ignore_errors=True)


def _come_back(
    stack: ExitStack, store: Store, into: Path, expected: Content, *, is_last: bool
) -> Return:
    """Restore as an operator does: by the command, from a folder that knows no installation."""
    stack.callback(_forget, into)
    then = into.with_suffix(".json")
    then.write_text(as_json(expected), encoding="utf-8")
    elsewhere = replace(read_environment(), data_dir=into.with_suffix(".elsewhere"))
    instant = ("--latest",) if is_last else ("--to", expected.at.isoformat())
    began = time.monotonic()
    found = into.with_suffix(".found.json")
    done = _run(
        elsewhere, "restore", *instant, "--expect", str(then), "--found", str(found),
        str(store.root), str(into),
    )  # fmt: skip
    seconds = time.monotonic() - began
    if not found.exists():
        raise BackupError(f"haidang restore failed:\n{done.stdout}\n{done.stderr}")
    return Return(
        name="the last commit" if is_last else "an instant", expected=expected,
        found=from_json(found.read_text(encoding="utf-8")),
        seconds=seconds, words=done.stdout.strip(), holds=done.returncode == 0,
    )  # fmt: skip


def _forget(into: Path) -> None:
    stop_database(into)
    shutil.rmtree(find_cluster(into).base, ignore_errors=True)


@contextmanager
def _room() -> Iterator[Path]:
    room = Path(tempfile.mkdtemp(prefix="haidang-drill-"))
    room.chmod(0o755)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _process(env: Environment, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, *words],
        env=_surroundings(env),
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _all_alive(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    if any(process.poll() is not None for process in processes):
        raise BackupError("A process of the drill ended too early; its words stand above.")


def _haidang(env: Environment, *words: str) -> None:
    done = _run(env, *words)
    if done.returncode:
        raise BackupError(f"haidang {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")


def _run(env: Environment, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", _MODULE, *words],
        env=_surroundings(env), cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _surroundings(env: Environment) -> dict[str, str]:
    own = {
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "haidang.config.settings",
        "HAIDANG_DATA_DIR": str(env.data_dir),
        "HAIDANG_SAMPLE": "true",
        "HAIDANG_BACKUP_PASSPHRASE": _PASSPHRASE,
    }
    return {**os.environ, **own}  # noqa: TID251 - children inherit it

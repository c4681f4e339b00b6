"""A city that can be broken: database cluster, web, workers and twins, with links between."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg

from haidang.config.demo.processes import TWINS, Processes, answers, free_port
from haidang.config.demo.run import Layout
from haidang.config.env import PROJECT
from haidang.config.postgres import Cluster, ensure_running, find_cluster, is_running, stop
from tests.chaos.disk import Disk, small_disk
from tests.chaos.links import Links
from tests.chaos.schedule import WEB, WORKERS

SETTINGS: Final = "tests.simulation.settings"
"""The platform's own, but a worker that is silent for three seconds is given up."""
_PATIENCE_SECONDS: Final = 120.0


class TownBroken(AssertionError):
    """The city did not come up, or not again."""


@dataclass(slots=True, kw_only=True)
class Town:
    """The processes, links, cluster and disk of a city under faults."""

    layout: Layout
    processes: Processes
    links: Links
    cluster: Cluster
    disk: Disk
    front: int
    generation: int = 0
    shifts: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """What each role's process is called now: a new one gets a new name and a new log."""
    held: set[str] = field(default_factory=set)
    """Who was killed and is not to be started yet."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def url(self) -> str:
        """Return the address of the web server."""
        return self.layout.url

    def twin(self, name: str) -> str:
        """Return a twin's own address, which no fault of the network meets."""
        return f"http://127.0.0.1:{self.layout.twins[name]}"

    def start(self, role: str, *, shift: int = 0) -> None:
        """Start the web server, a worker or a twin; does not wait for it."""
        with self.lock:
            self.generation += 1
            name = f"{role}-{self.generation}"
            own = Processes(
                logs=self.processes.logs,
                environment={**self.processes.environment, **self._environment(role, shift)},
                running=self.processes.running,
                files=self.processes.files,
            )
            own.start(name, self._command(role))
            self.names[role], self.shifts[role] = name, shift
            self.held.discard(role)

    def is_alive(self, role: str) -> bool:
        """Tell whether a role's process runs."""
        process = self.processes.running.get(self.names.get(role, ""))
        return process is not None and process.poll() is None

    def signal(self, role: str, number: signal.Signals) -> None:
        """Send a signal to everything of a role's process."""
        with self.lock, suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(self.processes.running[self.names[role]].pid, number)

    def kill(self, role: str) -> None:
        """End a process at once, as a power cut does; it stays down until it is started."""
        with self.lock:
            self.held.add(role)
            self.signal(role, signal.SIGKILL)
            self.processes.running.pop(self.names[role]).wait()

    def raise_the_dead(self) -> list[str]:
        """Start again what ended by itself, as a supervisor does; return who it was."""
        with self.lock:
            dead = [one for one in self.names if one not in self.held and not self.is_alive(one)]
            for role in dead:
                self.processes.running.pop(self.names[role], None)
                self.start(role)
        return dead

    def restart(self, role: str, *, shift: int = 0) -> None:
        """End a process and start it anew, with a clock that is so many seconds off."""
        with self.lock:
            self.kill(role)
            self.start(role, shift=shift)

    @contextmanager
    def supervised(self) -> Iterator[None]:
        """Raise the dead at once while the block lasts, as a supervisor does."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.2):
                self.raise_the_dead()

        watcher = threading.Thread(target=watch, name="supervisor", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def stop_database(self) -> None:
        """Stop the database as a crash does: nothing is written, recovery follows."""
        self.cluster.run("pg_ctl", "-D", str(self.cluster.data), "-m", "immediate", "-w", "stop")

    def start_database(self) -> None:
        """Start the database again; it recovers from its log."""
        ensure_running(self.layout.data)

    def is_up(self, role: str) -> bool:
        """Tell whether a role does its work."""
        if role == "database":
            return is_running(self.cluster)
        if role == WEB:
            return answers(f"http://127.0.0.1:{self.layout.web}/api/health")
        if role in WORKERS:
            return self.is_alive(role)
        return answers(f"{self.twin(role)}/twin")

    def wait_for(self, role: str) -> None:
        """Wait until a role does its work."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self.is_up(role):
            if time.monotonic() > deadline or not (role == "database" or self.is_alive(role)):
                raise TownBroken(f"{role} does not come up:\n{self.last_words(role)}")
            time.sleep(0.05)

    def last_words(self, role: str) -> str:
        """Return the end of a role's log."""
        name = self.names.get(role)
        return self.processes.tail(name) if name else ""

    def look(self) -> psycopg.Connection[tuple[object, ...]]:
        """Open a connection that no fault of the network meets."""
        return psycopg.connect(
            host=str(self.cluster.data), user="postgres", dbname="haidang", autocommit=True
        )

    def haidang(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line against the database itself."""
        return subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "-m", "haidang.config.cli", *arguments],
            env={**os.environ, **self.processes.environment},  # noqa: TID251 - children inherit it
            capture_output=True,
            text=True,
            check=False,
            cwd=PROJECT,
        )

    def _environment(self, role: str, shift: int) -> Mapping[str, str]:
        link = self.links.known.get(f"{role}-database")
        if link is None:
            return {}
        return {
            "DATABASE_URL": f"postgresql://postgres@127.0.0.1:{link.port}/haidang",
            "SIMULATED_CLOCK_ERROR": str(shift),
        }

    def _command(self, role: str) -> list[str]:
        if role == WEB:
            return [
                "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
                "--port", str(self.layout.web), "--workers", "1", "--blocking-threads", "6",
                "--no-access-log", "haidang.config.wsgi:application",
            ]  # fmt: skip
        if role in WORKERS:
            return ["-m", "haidang.config.cli", "worker", "--concurrency", "2"]
        port = str(self.layout.twins[role])
        platform = f"http://127.0.0.1:{self.front}"
        return ["-m", f"twins.{role}", "--port", port, "--platform", platform]


@contextmanager
def raise_town() -> Iterator[Town]:
    """Bring a whole city up; take everything down at the end."""
    folder = Path(tempfile.mkdtemp(prefix="haidang-chaos-"))
    folder.chmod(0o755)
    layout = Layout(
        web=free_port(),
        twins={name: free_port() for name in TWINS},
        data=folder,
        clock_shift_seconds=0,
    )
    links = Links()
    with small_disk(folder / "files") as disk:
        try:
            town = _build(layout, links, disk)
            try:
                _bring_up(town)
                with town.supervised():
                    yield town
            finally:
                town.processes.stop_all()
        finally:
            links.close()
            stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _build(layout: Layout, links: Links, disk: Disk) -> Town:
    cluster = find_cluster(layout.data)
    own = layout.environment()
    for role in (WEB, *WORKERS):
        links.lay(f"{role}-database", to=str(cluster.data / ".s.PGSQL.5432"))
    front = links.lay("bank-web", to=layout.web)
    for name in TWINS:
        port = links.lay(name, to=layout.twins[name])
        own[f"HAIDANG_{name.upper()}_URL"] = f"http://localhost:{port}"
    environment = {
        **own,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "HAIDANG_PAYMENT_POLL_SECONDS": "15",
        "HAIDANG_POOL_MAX": "6",
        "HAIDANG_LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{PROJECT}:{PROJECT / 'src'}",
    }
    processes = Processes(logs=layout.data / "logs", environment=environment)
    return Town(
        layout=layout, processes=processes, links=links, cluster=cluster, disk=disk, front=front
    )


def _bring_up(town: Town) -> None:
    seeded = town.haidang("seed", "--migrate", "--sample")
    if seeded.returncode:
        raise TownBroken(f"{seeded.stdout}\n{seeded.stderr}")
    for role in (*TWINS, WEB, *WORKERS):
        town.start(role)
    for role in (*TWINS, WEB, *WORKERS):
        town.wait_for(role)

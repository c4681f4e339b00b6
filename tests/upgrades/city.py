"""A city that is served by one tree of code after the other, with a database of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from haidang.config.demo.processes import TWINS, Processes, free_port
from haidang.config.demo.run import Layout
from haidang.config.postgres import Cluster, find_cluster, stop
from tests.upgrades.trees import Trees, export, python_path, surroundings

MIGRATOR: Final = "haidang-migrate"
"""What the migrating connection calls itself, so that its locks are told from others."""
_REPLACED: Final = "Every process was replaced."
_PATIENCE_SECONDS: Final = 240.0
_SERVE: Final = (
    "import sys; sys.path[:0] = {path!r}; sys.argv = ['haidang', *{words!r}]; "
    "from haidang.config.cli import main; main()"
)
Database = psycopg.Connection[tuple[object, ...]]


@dataclass(slots=True, kw_only=True)
class City:
    """What runs, and where."""

    trees: Trees
    layout: Layout
    processes: Processes
    cluster: Cluster

    @property
    def url(self) -> str:
        """Return the address of the switch in front of the web processes."""
        return self.layout.url

    @property
    def twins(self) -> dict[str, str]:
        """Return the addresses of the twins."""
        return {name: f"http://127.0.0.1:{port}" for name, port in self.layout.twins.items()}

    def look(self) -> Database:
        """Open a connection beside the city's own."""
        return psycopg.connect(
            host=str(self.cluster.data), user="postgres", dbname="haidang", autocommit=True
        )

    def haidang(self, tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the command line of a tree."""
        return subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "-m", "haidang.config.cli", *words],
            env=self.environment(tree),
            cwd=tree,
            capture_output=True,
            text=True,
            check=False,
        )

    def demand(self, tree: Path, *words: str) -> str:
        """Run the command line of a tree; a failure ends the rehearsal."""
        done = self.haidang(tree, *words)
        if done.returncode:
            raise SystemExit(f"haidang {' '.join(words)}:\n{done.stdout}\n{done.stderr[-3000:]}")
        return done.stdout

    def environment(self, tree: Path) -> dict[str, str]:
        """Return the environment of a command of a tree."""
        return {
            **surroundings(tree),
            **self.processes.environment,
            "PYTHONPATH": python_path(tree),
        }

    def start_worker(self, name: str, tree: Path) -> None:
        """Start a worker of a tree."""
        own = Processes(
            logs=self.processes.logs, environment=self.environment(tree),
            running=self.processes.running, files=self.processes.files,
        )  # fmt: skip
        own.start(name, ["-m", "haidang.config.cli", "worker", "--concurrency", "2"])

    def end_worker(self, name: str) -> None:
        """Ask a worker to finish what it has begun, and wait until it did."""
        worker = self.processes.running.pop(name)
        worker.terminate()
        if worker.wait(timeout=_PATIENCE_SECONDS):
            raise SystemExit(f"{name} did not end well:\n{self.processes.tail(name)}")

    def replace_web(self) -> None:
        """Let the new code answer, process by process."""
        self.trees.lay_new()
        os.kill(self.processes.running["web"].pid, signal.SIGHUP)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while _REPLACED not in (words := self.processes.tail("web")):
            if time.monotonic() > deadline or "The replacement stopped" in words:
                raise SystemExit(f"The new code does not answer:\n{words}")
            time.sleep(0.1)


@contextmanager
def raise_city(ref: str) -> Iterator[City]:
    """Bring a city up on older code; take everything down at the end."""
    folder = Path(tempfile.mkdtemp(prefix="haidang-upgrade-"))
    folder.chmod(0o755)
    trees = export(ref, folder)
    layout = Layout(
        web=free_port(), twins={name: free_port() for name in TWINS}, data=folder / "data",
        clock_shift_seconds=0,
    )  # fmt: skip
    layout.data.mkdir(mode=0o755)
    own = {
        **layout.environment(),
        "HAIDANG_ASSETS_DIR": str(trees.new / "node_modules"),
        "HAIDANG_LOG_LEVEL": "INFO",
        "PYTHONPATH": python_path(trees.link),
    }
    processes = Processes(logs=folder / "logs", environment=own)
    city = City(trees=trees, layout=layout, processes=processes, cluster=find_cluster(layout.data))
    try:
        _bring_up(city)
        yield city
    finally:
        processes.stop_all()
        stop(layout.data)
        shutil.rmtree(city.cluster.base, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _bring_up(city: City) -> None:
    city.demand(city.trees.old, "seed", "--migrate", "--sample")
    for name, port in city.layout.twins.items():
        command = ["-m", f"twins.{name}", "--port", str(port), "--platform", city.url]
        city.processes.start(name, command)
    city.processes.start("web", _serve(city))
    city.start_worker("worker-old", city.trees.old)
    for name, port in city.layout.twins.items():
        city.processes.wait_for(name, f"http://127.0.0.1:{port}/twin")
    city.processes.wait_for("web", f"{city.url}/api/health")


def _serve(city: City) -> list[str]:
    """Return the command of the supervisor: ours, whose children run what the link names."""
    words = [
        "serve", "--port", str(city.layout.web), "--web", "1", "--workers", "0",
        "--ready", "/api/health",
    ]  # fmt: skip
    path = [str(city.trees.new / "src"), str(city.trees.new)]
    return ["-c", _SERVE.format(path=path, words=words)]

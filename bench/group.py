"""A city whose database is a group of three servers: made, filled, served, taken down."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import django

from bench.city import MORNING
from haidang.config import cluster
from haidang.config.demo.processes import Processes, free_port
from haidang.config.env import PROJECT
from haidang.config.startup import bring_to_schema
from haidang.kernel import clock

LAG_SECONDS: Final = 2
_MESSAGES: Final = "HAIDANG_MESSAGES_URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCity:
    """The servers, the web processes in front of them, and who may hand cases in."""

    group: cluster.Group
    processes: Processes
    url: str
    messages: str
    tokens: dict[str, str]
    answers: dict[str, str]


@contextmanager
def group_city(
    *,
    schema: Callable[[str], None] | None = None,
    replicas: bool = False,
    worker: str = "",
) -> Iterator[GroupCity]:
    """Bring up three servers with a small city in them, and one web process.

    ``schema`` brings an empty database to the present schema in another way than by
    migrations; with ``replicas`` reads may go to the replicas; with ``worker`` a worker does
    the jobs under the settings of that name, and the twin of the messages stands outside.
    """
    folder = Path(tempfile.mkdtemp(prefix="haidang-group-"))
    folder.chmod(0o755)
    port = free_port()
    group = cluster.plan_group(folder / "servers", ports=[free_port() for _ in range(3)])
    environment = _environment(group, folder, port=port, replicas=replicas)
    processes = Processes(logs=folder / "logs", environment=environment)
    try:
        cluster.make_first(group)
        if schema is not None:
            schema(group.url(group.nodes[:1]))
        filled = _fill(environment, migrate=schema is None)
        cluster.take_up(group)
        _serve(processes, port)
        if worker:
            _work(processes, int(environment[_MESSAGES].rpartition(":")[2]), settings=worker)
        yield GroupCity(
            group=group,
            processes=processes,
            url=f"http://127.0.0.1:{port}",
            messages=environment[_MESSAGES],
            tokens=filled["tokens"],
            answers=filled["answers"],
        )
    finally:
        processes.stop_all()
        cluster.take_down(group, forget=True)
        shutil.rmtree(folder, ignore_errors=True)


def _environment(
    group: cluster.Group, folder: Path, *, port: int, replicas: bool
) -> dict[str, str]:
    own = {
        "DATABASE_URL": group.primary_url(),
        "DJANGO_SETTINGS_MODULE": "haidang.config.settings",
        "HAIDANG_DATA_DIR": str(folder / "city"),
        "HAIDANG_SAMPLE": "true",
        "HAIDANG_LOG_LEVEL": "ERROR",
        _MESSAGES: f"http://127.0.0.1:{free_port()}",
        "HAIDANG_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HAIDANG_CLOCK_SHIFT_SECONDS": str(int((MORNING - clock.now()).total_seconds())),
        "PYTHONPATH": f"{PROJECT}:{PROJECT / 'src'}",
    }
    if not replicas:
        return own
    lag = {"HAIDANG_REPLICA_LAG_SECONDS": str(LAG_SECONDS)}
    return {**own, **lag, "HAIDANG_REPLICA_URLS": group.replica_urls()}


def _fill(environment: dict[str, str], *, migrate: bool) -> dict[str, dict[str, str]]:
    done = subprocess.run(  # noqa: S603 - this very file
        [sys.executable, "-m", "bench.group", *(["--migrate"] if migrate else [])],
        env={**os.environ, **environment},  # noqa: TID251 - children inherit it
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
    )
    if done.returncode:
        raise SystemExit(f"The city could not be made:\n{done.stderr[-2000:]}")
    told: dict[str, dict[str, str]] = json.loads(done.stdout)
    return told


def _serve(processes: Processes, port: int) -> None:
    command = [
        "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-access-log",
        "haidang.config.wsgi:application",
    ]  # fmt: skip
    processes.start("web", command)
    processes.wait_for("web", f"http://127.0.0.1:{port}/api/health")


def _work(processes: Processes, port: int, *, settings: str) -> None:
    processes.start("messages", ["-m", "twins.messages", "--port", str(port)])
    processes.wait_for("messages", f"http://127.0.0.1:{port}/twin")
    own = {**processes.environment, "DJANGO_SETTINGS_MODULE": settings}
    beside = Processes(
        logs=processes.logs, environment=own, running=processes.running, files=processes.files
    )
    beside.start("worker", ["-m", "haidang.config.cli", "worker", "--concurrency", "2"])


def main() -> None:
    """Fill the database that the settings name; tell tokens and answers as JSON."""
    django.setup()
    if "--migrate" in sys.argv[1:]:
        bring_to_schema(verbosity=0)
    from haidang.blocks.identity.testing import make_token  # noqa: PLC0415 - Django is set up only now
    from haidang.domain.cases import testing  # noqa: PLC0415 - Django is set up only now

    world = testing.install_world()
    people = {"lan": world.lan, "minh": world.minh, "binh": world.binh, "hoa": world.hoa}
    told = {
        "tokens": {name: make_token(actor) for name, actor in people.items()},
        "answers": testing.scenario_answers(testing.BIRTH, "on-time"),
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False, default=str))


if __name__ == "__main__":
    main()

"""A real city in a database of its own: web, worker and twins as processes that can be killed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpx
import psycopg

from haidang.config.demo.office import Story
from haidang.config.demo.processes import TWINS, Processes, free_port
from haidang.config.demo.run import Layout
from haidang.config.demo.samples import EXTRACT_ANSWERS
from haidang.config.demo.visitors import Company
from haidang.config.env import PROJECT, read_environment
from haidang.config.postgres import ensure_running

GATE: Final = 4711
PATIENCE_SECONDS: Final = 90.0
IMPATIENT: Final = "tests.simulation.settings"
PATIENT: Final = "haidang.config.settings"


class NeverHappened(AssertionError):
    """What was waited for did not happen in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A place in the work where a process can be held: a write to a table, before it is done."""

    event: str
    table: str
    condition: str


@dataclass(slots=True, kw_only=True)
class Gate:
    """A moment that is closed: who comes there waits until the gate opens."""

    city: "City"

    def wait(self) -> None:
        """Wait until somebody stands at the gate."""
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        self.city.wait_for(
            lambda: self.city.count(f"{waiting} AND objid = {GATE}") > 0, what="somebody comes"
        )


@dataclass(slots=True, kw_only=True)
class City:
    """The running processes, a look into their database, and the people who use them."""

    layout: Layout
    processes: Processes
    database: psycopg.Connection[tuple[object, ...]]
    company: Company
    kept: Path
    started: int = 0
    workers: set[str] = field(default_factory=set)

    def start_web(self) -> str:
        """Start the web server; return its name."""
        self.started += 1
        name = f"web-{self.started}"
        command = [
            "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(self.layout.web), "--workers", "1", "--blocking-threads", "4",
            "--no-access-log", "haidang.config.wsgi:application",
        ]  # fmt: skip
        self.processes.start(name, command)
        self.processes.wait_for(name, f"{self.layout.url}/api/health")
        return name

    def start_worker(self, *, settings: str = IMPATIENT) -> str:
        """Start a worker; return its name once it asks for jobs."""
        self.started += 1
        name = f"worker-{self.started}"
        last = self.count("SELECT coalesce(max(id), 0) FROM procrastinate_workers")
        registered = "SELECT count(*) FROM procrastinate_workers WHERE id > %s"
        command = ["-m", "haidang.config.cli", "worker"]
        own = Processes(
            logs=self.processes.logs,
            environment={**self.processes.environment, "DJANGO_SETTINGS_MODULE": settings},
            running=self.processes.running,
            files=self.processes.files,
        )
        own.start(name, command)
        self.workers.add(name)
        self.wait_for(lambda: self.count(registered, last) > 0, what=f"{name} registers")
        return name

    def any_worker(self) -> str:
        """Return the name of a worker that runs; start one if there is none."""
        return next(iter(sorted(self.workers)), "") or self.start_worker()

    def kill(self, name: str) -> None:
        """End a process at once, as a power cut does."""
        process = self.processes.running.pop(name)
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.workers.discard(name)

    def kill_workers(self) -> None:
        """End every worker."""
        for name in sorted(self.workers):
            self.kill(name)

    @contextmanager
    def gate(self, moment: Moment) -> Iterator[Gate]:
        """Close a moment while the block lasts."""
        run = self.database.execute
        run(
            "CREATE OR REPLACE FUNCTION simulation_gate() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN PERFORM pg_advisory_xact_lock_shared({GATE}); "
            "RETURN coalesce(NEW, OLD); END$$"
        )
        run(f"SELECT pg_advisory_lock({GATE})")
        run(
            f"CREATE TRIGGER simulation_gate BEFORE {moment.event} ON {moment.table} "
            f"FOR EACH ROW WHEN ({moment.condition}) EXECUTE FUNCTION simulation_gate()"
        )
        try:
            yield Gate(city=self)
        finally:
            run(f"SELECT pg_advisory_unlock({GATE})")
            run(f"DROP TRIGGER simulation_gate ON {moment.table}")

    def submit_extract(self) -> str:
        """Let Lan ask for an extract, which needs no officer; return the case number."""
        story = self.story("extract")
        story.start("2.000635")
        story.fill_in(EXTRACT_ANSWERS)
        return story.submit().text("number")

    def story(self, label: str, *, number: str = "") -> Story:
        """Return a new story of a case."""
        return Story(self.company, self.kept, label, number=number)

    def read(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Return rows of the database."""
        return self.database.execute(query, values or None).fetchall()

    def count(self, query: str, *values: object) -> int:
        """Return the only number of a query."""
        ((number,),) = self.read(query, *values)
        return int(str(number))

    def wait_for(self, happened: Callable[[], bool], *, what: str) -> None:
        """Wait until something happened."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not happened():
            if time.monotonic() > deadline:
                raise NeverHappened(f"{what}\n{self._last_words()}")
            time.sleep(0.02)

    def wait_until_returned(self, *numbers: str) -> None:
        """Wait until cases are ended and nothing is left to do for them."""
        ended = "SELECT count(*) FROM cases_case WHERE status = '10' AND number = ANY(%s)"
        self.wait_for(
            lambda: self.count(ended, list(numbers)) == len(numbers),
            what=f"{', '.join(numbers)}: returned",
        )
        self.wait_until_quiet()

    def wait_until_quiet(self) -> None:
        """Wait until no job is left but those of the clock."""
        self.wait_for(lambda: not self.unfinished_jobs(), what="all jobs are done")

    def unfinished_jobs(self) -> list[tuple[object, ...]]:
        """Return the jobs that still have to be done, or failed, but those of the clock."""
        return self.read(
            "SELECT task_name, status, attempts FROM procrastinate_jobs "
            "WHERE status <> 'succeeded' AND queueing_lock IS NULL "
            "AND (scheduled_at IS NULL OR scheduled_at < now() + interval '1 hour')"
        )

    def haidang(self, *arguments: str) -> str:
        """Run the command line; return its words, or raise them."""
        done = subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "-m", "haidang.config.cli", *arguments],
            env={**os.environ, **self.processes.environment},  # noqa: TID251 - children inherit it
            capture_output=True,
            text=True,
            check=False,
            cwd=PROJECT,
        )
        if done.returncode:
            raise NeverHappened(f"haidang {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def pay(self, payload: str) -> None:
        """Let a person's bank read a VietQR code and pay; the bank tells of it twice."""
        twice = {"kind": "double", "path": "/pay"}
        httpx.post(f"{self._bank}/twin/faults", json=twice, trust_env=False).raise_for_status()
        code = {"payload": payload}
        httpx.post(f"{self._bank}/pay", json=code, trust_env=False).raise_for_status()

    def bookings(self, reference: str) -> list[dict[str, object]]:
        """Return what the bank booked under a reference."""
        answer = httpx.get(
            f"{self._bank}/payments/{reference}",
            headers={"Authorization": "Bearer sandbox-secret"},
            trust_env=False,
        )
        found: list[dict[str, object]] = answer.json()["bookings"]
        return found

    @property
    def _bank(self) -> str:
        return f"http://localhost:{self.layout.twins['vietqr']}"

    def _last_words(self) -> str:
        tails = [f"{name}: {self.processes.tail(name)}" for name in sorted(self.workers)]
        return "\n".join([str(self.unfinished_jobs()), *tails])[-6_000:]


@contextmanager
def raise_city() -> Iterator[City]:
    """Bring a city up without a worker; take everything down at the end."""
    folder = Path(tempfile.mkdtemp(prefix="haidang-simulation-"))
    layout = Layout(
        web=free_port(),
        twins={name: free_port() for name in TWINS},
        data=folder,
        clock_shift_seconds=0,
    )
    with _database(f"haidang_simulation_{os.getpid()}") as url:
        environment = {
            **layout.environment(),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": IMPATIENT,
            "HAIDANG_PAYMENT_POLL_SECONDS": "3600",
            "HAIDANG_POOL_MAX": "4",
            "PYTHONPATH": f"{PROJECT}:{PROJECT / 'src'}",
        }
        processes = Processes(logs=folder / "logs", environment=environment)
        twins = {name: f"http://localhost:{port}" for name, port in layout.twins.items()}
        company = Company(layout.url, twins)
        try:
            with psycopg.connect(url, autocommit=True) as database:
                city = City(
                    layout=layout,
                    processes=processes,
                    database=database,
                    company=company,
                    kept=folder,
                )
                _bring_up(city)
                yield city
        finally:
            company.close()
            processes.stop_all()
            shutil.rmtree(folder, ignore_errors=True)


def _bring_up(city: City) -> None:
    for name, port in city.layout.twins.items():
        words = ["-m", f"twins.{name}", "--port", str(port), "--platform", city.layout.url]
        city.processes.start(f"twin-{name}", words)
    city.haidang("seed", "--migrate", "--sample")
    for name, port in city.layout.twins.items():
        city.processes.wait_for(f"twin-{name}", f"http://localhost:{port}/twin")
    city.start_web()


@contextmanager
def _database(name: str) -> Iterator[str]:
    """Make a database on the server of the tests; drop it at the end."""
    server = _server()
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as admin, suppress(psycopg.Error):
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _server() -> str:
    environment = read_environment()
    if environment.database_url:
        return environment.database_url
    cluster = ensure_running(environment.data_dir)
    return f"postgresql://postgres@/postgres?{urlencode({'host': str(cluster.data)})}"

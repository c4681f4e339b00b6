"""Bring a city up, phase by phase; then wait, or drive the main job and stop."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from types import FrameType
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from haidang.config.demo.check import drive
from haidang.config.demo.processes import TWINS, Processes, answers, free_port
from haidang.config.env import PROJECT, read_environment
from haidang.config.sample_credentials import SAMPLE_PASSWORD
from haidang.engines.deadlines import build_calendar
from haidang.kernel import clock

console = Console()
_DEFAULT_PORTS: Final = {
    "vneid": 8101,
    "vietqr": 8102,
    "messages": 8103,
    "registers": 8104,
    "post": 8107,
}
ACCEPTED_AT: Final = (15, 20)
"""The check hands its first case in after 15:00, so that the rule of civil status shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a demonstration lives: its ports, its data folder, its clock."""

    web: int
    twins: dict[str, int]
    data: Path
    clock_shift_seconds: int

    @property
    def url(self) -> str:
        """Return the address of the web server."""
        return f"http://localhost:{self.web}"

    def environment(self) -> dict[str, str]:
        """Return the settings of every process of the demonstration."""
        return {
            "DJANGO_SETTINGS_MODULE": "haidang.config.settings",
            "HAIDANG_SAMPLE": "true",
            "HAIDANG_DATA_DIR": str(self.data),
            "HAIDANG_PUBLIC_URL": self.url,
            "HAIDANG_CLOCK_SHIFT_SECONDS": str(self.clock_shift_seconds),
            "HAIDANG_PAYMENT_POLL_SECONDS": "5",
            "HAIDANG_DELIVERY_POLL_SECONDS": "5",
            "HAIDANG_SMTP_URL": f"smtp://localhost:{self.twins['messages'] + 2}",
            **{
                f"HAIDANG_{name.upper()}_URL": f"http://localhost:{port}"
                for name, port in self.twins.items()
            },
        }


def run(*, check: bool, keep: Path | None, port: int, reload: bool) -> int:
    """Bring the city up; return the exit status."""
    if not check and answers(f"http://localhost:{port}/api/health"):
        console.print(f"A demonstration is already running at http://localhost:{port}.")
        return 0
    _listen_for_the_end()
    layout = _layout_for_check() if check else _layout(port)
    processes = Processes(logs=layout.data / "logs", environment=layout.environment())
    try:
        _bring_up(layout, processes, reload=reload)
        if check:
            return _check(layout, keep=keep)
        _show(layout)
        return _wait(processes)
    except KeyboardInterrupt:
        console.print("Stopping …")
        return 0
    finally:
        _take_down(layout, processes, forget=check)


def _listen_for_the_end() -> None:
    """Stop in good order on Ctrl-C and on the system's request, however we were started."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


@contextmanager
def running_city() -> Iterator[Layout]:
    """Keep a whole city of sample data up on free ports for the length of a block."""
    layout = _layout_for_check()
    processes = Processes(logs=layout.data / "logs", environment=layout.environment())
    try:
        _bring_up(layout, processes, reload=False)
        yield layout
    finally:
        _take_down(layout, processes, forget=True)


def _take_down(layout: Layout, processes: Processes, *, forget: bool) -> None:
    processes.stop_all()
    _haidang(layout, "stop")
    if forget:
        shutil.rmtree(layout.data, ignore_errors=True)


def _layout(port: int) -> Layout:
    data = read_environment().data_dir / "demo"
    return Layout(web=port, twins=dict(_DEFAULT_PORTS), data=data, clock_shift_seconds=0)


def _layout_for_check() -> Layout:
    data = Path(tempfile.mkdtemp(prefix="haidang-check-"))
    data.chmod(0o755)
    return Layout(
        web=free_port(),
        twins={name: free_port() for name in TWINS},
        data=data,
        clock_shift_seconds=int(_shift_to_afternoon(clock.now()).total_seconds()),
    )


def _shift_to_afternoon(now: datetime) -> timedelta:
    """Return how far away 15:20 of the next working day is that is followed by another."""
    local = clock.local(now)
    calendar = build_calendar(range(local.year, local.year + 2))
    day = calendar.next_working_day(local.date())
    while not calendar.is_working(day + timedelta(days=1)):
        day = calendar.next_working_day(day)
    afternoon = datetime.combine(day, wall_time(*ACCEPTED_AT), tzinfo=clock.VIETNAM)
    return afternoon - local


def _bring_up(layout: Layout, processes: Processes, *, reload: bool) -> None:
    with _phases(total=4) as phase:
        for name, port in layout.twins.items():
            arguments = ["-m", f"twins.{name}", "--port", str(port), "--platform", layout.url]
            processes.start(f"twin-{name}", arguments)
        with phase("Database, cities, procedures, people"):
            _haidang(layout, "seed", "--migrate", "--sample")
        with phase("Sandbox twins"):
            for name, port in layout.twins.items():
                processes.wait_for(f"twin-{name}", f"http://localhost:{port}/twin")
        with phase("Web server and worker"):
            processes.start("web", web_command(layout.web, reload=reload))
            processes.start("worker", ["-m", "haidang.config.cli", "worker"])
            processes.wait_for("web", f"{layout.url}/api/health")


def web_command(port: int, *, reload: bool = False) -> list[str]:
    """Return the words that start a web server of two processes."""
    command = [
        "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--no-access-log",
        "haidang.config.wsgi:application",
    ]  # fmt: skip
    return [*command, "--reload"] if reload else command


def _haidang(layout: Layout, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", "haidang.config.cli", *arguments],
        env={**os.environ, **layout.environment()},  # noqa: TID251 - children inherit it
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
    )
    if done.returncode:
        raise SystemExit(f"haidang {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")


@contextmanager
def _phases(total: int) -> Iterator[Callable[[str], AbstractContextManager[None]]]:
    columns = (TextColumn("{task.description:<36}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("Starting", total=total)

        @contextmanager
        def phase(name: str) -> Iterator[None]:
            progress.update(bar, description=name)
            began = time.monotonic()
            yield
            progress.advance(bar)
            progress.console.print(f"  {name}: {time.monotonic() - began:.1f} s")

        yield phase


def _check(layout: Layout, *, keep: Path | None) -> int:
    folder = keep or layout.data / "kept"
    folder.mkdir(parents=True, exist_ok=True)
    steps = drive(
        layout.url,
        twins={name: f"http://localhost:{port}" for name, port in layout.twins.items()},
        keep=folder,
        environment=layout.environment(),
    )
    report = [
        {"step": step.name, "seconds": round(step.seconds, 3), "ok": step.ok} for step in steps
    ]
    (folder / "report.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=2), encoding="utf-8"
    )
    return 0 if steps and all(step.ok for step in steps) else 1


def _show(layout: Layout) -> None:
    table = Table(title="Hải Đăng — DỮ LIỆU MẪU (sample data)")
    table.add_column("who")
    table.add_column("address", no_wrap=True, overflow="fold")
    table.add_column("sign in")
    table.add_row("Citizens' portal", layout.url, "VNeID twin: Lan, Minh or Bình")
    table.add_row(
        "Officers' desk",
        f"{layout.url}/ban-lam-viec/",
        "hoa, khanh, mai, thang or tuan",
    )
    table.add_row("REST API", f"{layout.url}/api/docs", "bearer token")
    for name, port in layout.twins.items():
        table.add_row(f"Sandbox twin: {name}", f"http://localhost:{port}/twin", "")
    console.print(table)
    console.print(f"Officers' password: {SAMPLE_PASSWORD}")
    console.print("Officers' six digits of this moment: ./run haidang code")
    console.print("Ctrl-C stops everything.")


def _wait(processes: Processes) -> int:
    while True:
        time.sleep(1)
        dead = processes.first_dead()
        if dead is not None:
            console.print(f"{dead} ended:\n{processes.tail(dead)}")
            return 1

"""The processes of a demonstration: start them, wait until they answer, stop them all."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import httpx

TWINS: Final = ("vneid", "vietqr", "messages", "registers", "post")
_PATIENCE_SECONDS: Final = 40.0


class DemoError(SystemExit):
    """Something of the demonstration did not start; the text says what and where to look."""


@dataclass(slots=True)
class Processes:
    """Everything that was started, so that everything is stopped."""

    logs: Path
    environment: Mapping[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    files: list[IO[bytes]] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start one process in a group of its own; its words go to a file."""
        self.logs.mkdir(parents=True, exist_ok=True)
        log = (self.logs / f"{name}.log").open("wb")
        self.files.append(log)
        process = subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, *command],
            env={**os.environ, **self.environment},  # noqa: TID251 - children inherit it
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.running[name] = process
        return process

    def stop_all(self) -> None:
        """Ask every process to stop, then insist."""
        for process in self.running.values():
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + 5
        for process in self.running.values():
            try:
                process.wait(timeout=max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        for file in self.files:
            file.close()

    def first_dead(self) -> str | None:
        """Return the name of a process that ended by itself."""
        dead = (name for name, process in self.running.items() if process.poll() is not None)
        return next(dead, None)

    def wait_for(self, name: str, url: str) -> None:
        """Wait until an address answers; a dead process or a long silence is an error."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self.running[name].poll() is not None:
                raise DemoError(f"{name} ended at once:\n{self.tail(name)}")
            if answers(url):
                return
            time.sleep(0.05)
        raise DemoError(f"{name} does not answer at {url}:\n{self.tail(name)}")

    def tail(self, name: str) -> str:
        """Return the last words of a process."""
        text = (self.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        return text[-2_000:]


def answers(url: str) -> bool:
    """Tell whether an address answers without a server error."""
    try:
        return httpx.get(url, timeout=2).status_code < 500
    except httpx.HTTPError:
        return False


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return

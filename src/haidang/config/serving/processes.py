"""The processes behind the switch: start one, wait until it answers, let it end."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from haidang.config.env import PROJECT
from haidang.config.serving.switch import Route

_APPLICATION: Final = "haidang.config.wsgi:application"


class NotReady(Exception):
    """A new process ended or stayed silent; the old one keeps its place."""


@dataclass(slots=True, eq=False)
class Backend:
    """One web process and the route to it."""

    name: str
    route: Route
    process: Process


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """What a new process must answer and how soon, and how long an old one may finish."""

    start_seconds: float
    drain_seconds: float
    ready: str


async def start_backend(name: str, path: Path, *, threads: int, patience: Patience) -> Backend:
    """Start a web process and wait until it answers; raises NotReady."""
    path.unlink(missing_ok=True)
    process = await _start(
        "-m", "granian", "--interface", "wsgi", "--uds", str(path), "--workers", "1",
        "--blocking-threads", str(threads), "--no-ws", "--no-http1-keep-alive",
        "--log-level", "warning", "--no-access-log", _APPLICATION,
    )  # fmt: skip
    backend = Backend(name=name, route=Route(path), process=process)
    try:
        await asyncio.wait_for(_until_it_answers(backend, patience.ready), patience.start_seconds)
    except (TimeoutError, NotReady) as error:
        await end(process, patience=0)
        raise NotReady(f"{name} does not answer.") from error
    return backend


async def start_worker(*, concurrency: int, drain_seconds: float) -> Process:
    """Start a process that does the jobs."""
    return await _start(
        "-m", "haidang.config.cli", "worker", "--concurrency", str(concurrency),
        "--drain-seconds", str(int(drain_seconds)),
    )  # fmt: skip


async def retire(backend: Backend, *, patience: Patience) -> bool:
    """Let a backend that gets nothing new finish, then end it; tell whether it finished."""
    try:
        await asyncio.wait_for(backend.route.idle.wait(), patience.drain_seconds)
    except TimeoutError:
        finished = False
    else:
        finished = True
    await end(backend.process, patience=5)
    backend.route.path.unlink(missing_ok=True)
    return finished


async def end(process: Process, *, patience: float) -> None:
    """Ask a process to end, then insist: its whole group."""
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), patience)
        except TimeoutError:
            _kill_group(process.pid)
            await process.wait()


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


async def _start(*words: str) -> Process:
    """Start a process on the code that lies there now.

    Links are followed here once: a process that reads some of its code later must not find
    the next version's when an upgrade has moved a link meanwhile.
    """
    here = Path(sys.executable)
    known = os.environ.get("PYTHONPATH", "")  # noqa: TID251 - handed on, not read
    folders = [str(Path(folder).resolve()) for folder in known.split(os.pathsep) if folder]
    return await asyncio.create_subprocess_exec(
        str(here.parent.resolve() / here.name), *words, cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)},  # noqa: TID251 - as above
        stdin=asyncio.subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


async def _until_it_answers(backend: Backend, ready: str) -> None:
    transport = httpx.AsyncHTTPTransport(uds=str(backend.route.path))
    async with httpx.AsyncClient(transport=transport, timeout=10) as client:
        while backend.process.returncode is None:
            try:
                answer = await client.get(f"http://localhost{ready}")
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
                continue
            if answer.status_code == httpx.codes.OK:
                return
            await asyncio.sleep(0.5)
    raise NotReady(f"{backend.name} ended at once.")

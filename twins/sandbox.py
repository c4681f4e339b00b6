"""What every sandbox twin shares: faults on demand, a log, a marked answer, a quiet server.

``GET /twin`` tells what the twin is, which faults are switched on and what it did lately;
``POST /twin/faults {kind, count, delay_ms, path}`` switches a fault on for the next ``count``
requests; ``POST /twin/reset`` forgets everything. A twin holds sample data only.
"""

import argparse
import asyncio
import socket
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

VIETNAM: Final = timezone(timedelta(hours=7))
SANDBOX_SECRET: Final = "sandbox-secret"  # noqa: S105 - known to everybody: it protects sample data only
FAULTS: Final = ("down", "slow", "lose", "double", "late", "refuse", "wrong")

Respond = Callable[[Request], Awaitable[Response]]


def now() -> datetime:
    """Return the present instant in Vietnam's time; twins never share the platform's clock."""
    return datetime.fromtimestamp(time.time(), tz=UTC).astimezone(VIETNAM)


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault: how often it still happens, how long it delays, on which paths."""

    kind: str
    count: int = 1
    delay_ms: int = 0
    path: str = ""


@dataclass(slots=True)
class Twin:
    """The state that every twin has: its name, its faults and its log."""

    name: str
    about: str
    faults: list[Fault] = field(default_factory=list)
    log: deque[dict[str, str]] = field(default_factory=lambda: deque(maxlen=500))
    on_reset: list[Callable[[], None]] = field(default_factory=list)

    def take(self, kind: str, *, path: str = "") -> Fault | None:
        """Use up one turn of a fault, if it is switched on for a path."""
        for fault in self.faults:
            if fault.kind == kind and path.startswith(fault.path):
                fault.count -= 1
                if fault.count <= 0:
                    self.faults.remove(fault)
                return fault
        return None

    def note(self, what: str, **facts: object) -> None:
        """Write down what happened, for people who look at the twin."""
        line = {key: str(value) for key, value in facts.items()}
        self.log.append({"at": now().isoformat(timespec="milliseconds"), "what": what, **line})

    def reset(self) -> None:
        """Forget faults, log and everything that the twin keeps."""
        self.faults.clear()
        self.log.clear()
        for forget in self.on_reset:
            forget()


def make_app(twin: Twin, routes: Sequence[BaseRoute]) -> Starlette:
    """Build a twin's app: its routes, the routes of every twin, and the faults."""

    async def show(_request: Request) -> Response:
        faults = [
            {"kind": item.kind, "count": item.count, "delay_ms": item.delay_ms, "path": item.path}
            for item in twin.faults
        ]
        return JSONResponse(
            {
                "twin": twin.name,
                "sandbox": True,
                "notice": "DỮ LIỆU MẪU: hệ thống mô phỏng, không có giá trị pháp lý.",
                "about": twin.about,
                "faults": faults,
                "log": list(twin.log),
            }
        )

    async def switch(request: Request) -> Response:
        asked = await request.json()
        kind = asked.get("kind") if isinstance(asked, dict) else None
        if kind not in FAULTS:
            return JSONResponse({"error": f"kind is one of {', '.join(FAULTS)}"}, status_code=422)
        twin.faults.append(
            Fault(
                kind=kind,
                count=int(asked.get("count", 1)),
                delay_ms=int(asked.get("delay_ms", 0)),
                path=str(asked.get("path", "")),
            )
        )
        return JSONResponse({"switched_on": kind}, status_code=201)

    async def reset(_request: Request) -> Response:
        twin.reset()
        return JSONResponse({"reset": True})

    own: Iterable[BaseRoute] = (
        Route("/twin", show),
        Route("/twin/faults", switch, methods=["POST"]),
        Route("/twin/reset", reset, methods=["POST"]),
    )
    app = Starlette(routes=[*own, *routes])
    app.add_middleware(_Marked, twin=twin)
    return app


class _Marked:
    """Mark every answer as a twin's; be down, slow or refusing where asked."""

    def __init__(self, app: ASGIApp, *, twin: Twin) -> None:
        self.app = app
        self.twin = twin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Sandbox-Twin"] = self.twin.name
            await send(message)

        path = scope["path"]
        fault = None if path.startswith("/twin") else await self._fault(path)
        await (fault or self.app)(scope, receive, marked)

    async def _fault(self, path: str) -> Response | None:
        slow = self.twin.take("slow", path=path)
        if slow is not None:
            self.twin.note("fault: slow", path=path, delay_ms=slow.delay_ms)
            await asyncio.sleep(slow.delay_ms / 1000)
        if self.twin.take("down", path=path) is not None:
            self.twin.note("fault: down", path=path)
            return JSONResponse({"error": "sandbox fault: down"}, status_code=503)
        if self.twin.take("refuse", path=path) is not None:
            self.twin.note("fault: refuse", path=path)
            return JSONResponse({"error": "sandbox fault: refused"}, status_code=422)
        return None


def arguments(name: str, *, port: int) -> argparse.ArgumentParser:
    """Return the command line that every twin understands."""
    parser = argparse.ArgumentParser(prog=f"python -m twins.{name}")
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--platform", default="http://localhost:8000", help="address of the platform"
    )
    parser.add_argument("--secret", default=SANDBOX_SECRET, help="secret shared with the platform")
    return parser


def serve(app: Starlette, *, host: str, port: int) -> None:
    """Run a twin until it is told to stop."""
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


class RunningTwin:
    """A twin in a thread of this process, on a free port, for tests: a context manager."""

    def __init__(self, app: Starlette) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="on")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> "RunningTwin":
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("The twin did not start.")
            time.sleep(0.005)
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=5)
        self._socket.close()

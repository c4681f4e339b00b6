import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import httpx
import pytest
from starlette.applications import Starlette

from twins.messages.app import make_gateway
from twins.registers.app import make_registers
from twins.sandbox import RunningTwin
from twins.vietqr.app import make_bank

APPS: Final[Mapping[str, Callable[[], Starlette]]] = {
    "vietqr": lambda: make_bank(platform="http://127.0.0.1:9"),
    "messages": make_gateway,
    "registers": make_registers,
}


@contextmanager
def client(app: Starlette) -> Iterator[httpx.Client]:
    with RunningTwin(app) as running, httpx.Client(base_url=running.url) as http:
        yield http


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.mark.parametrize("name", APPS)
def test_every_answer_says_that_a_twin_gave_it(name: str) -> None:
    with client(APPS[name]()) as twin:
        answers = [twin.get("/twin"), twin.get("/no-such-page")]

    assert {answer.headers["X-Sandbox-Twin"] for answer in answers} == {name}
    assert answers[0].json()["sandbox"] is True


@pytest.mark.parametrize("name", APPS)
def test_a_fault_happens_as_often_as_asked_and_is_forgotten_on_reset(name: str) -> None:
    with client(APPS[name]()) as twin:
        twin.post("/twin/faults", json={"kind": "down", "count": 2})
        twin.post("/twin/faults", json={"kind": "down", "path": "/elsewhere"})

        codes = [twin.get("/anything").status_code for _time in range(3)]
        twin.post("/twin/reset")

        assert codes == [503, 503, 404]
        assert twin.get("/twin").json()["faults"] == []


def test_an_unknown_fault_is_refused() -> None:
    with client(make_registers()) as twin:
        assert twin.post("/twin/faults", json={"kind": "explode"}).status_code == 422


@pytest.mark.slow
@pytest.mark.parametrize("name", APPS)
def test_a_twin_runs_as_its_own_process(name: str) -> None:
    port = free_port()
    command = [sys.executable, "-m", f"twins.{name}", "--port", str(port)]
    process = subprocess.Popen([*command, "--platform", "http://127.0.0.1:9"])  # noqa: S603 - our own twin
    try:
        assert _answer(port).json()["twin"] == name
    finally:
        process.terminate()
        process.wait(timeout=5)


def _answer(port: int) -> httpx.Response:
    end = time.monotonic() + 10
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/twin")
        except httpx.HTTPError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)

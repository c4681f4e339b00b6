"""Everything is replaced under load, and nobody notices."""

import asyncio
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pytest
from django.db import connection

from haidang.config.demo.processes import free_port
from haidang.config.env import PROJECT
from haidang.config.serving.switch import Route, Switch
from haidang.config.settings_test import DATABASES

_PATIENCE_SECONDS: Final = 240.0
_CLIENTS: Final = 3
Ask = Callable[[int], str]


def ask(port: int) -> str:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        client.request("GET", "/api/live")
        with client.getresponse() as response:
            response.read()
            return str(response.status)
    except (OSError, http.client.HTTPException) as error:
        return repr(error)
    finally:
        client.close()


@contextmanager
def serving(port: int, words: Path) -> Iterator[subprocess.Popen[bytes]]:
    url = f"postgresql://postgres@/{connection.settings_dict['NAME']}"
    surroundings = {
        "DATABASE_URL": f"{url}?host={DATABASES['default']['HOST']}",
        "DJANGO_SETTINGS_MODULE": "haidang.config.settings",
        "HAIDANG_SAMPLE": "true",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    with words.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command line
            [sys.executable, "-m", "haidang.config.cli", "serve", "--port", str(port),
             "--web", "1", "--workers", "1", "--ready", "/api/live"],
            env={**os.environ, **surroundings},  # noqa: TID251 - children inherit it
            cwd=PROJECT, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=60)
        process.kill()


@contextmanager
def clients(port: int) -> Iterator[Counter[str]]:
    answers: Counter[str] = Counter()
    ended = threading.Event()

    def go_on_asking() -> None:
        while not ended.is_set():
            answers[ask(port)] += 1

    threads = [threading.Thread(target=go_on_asking) for _number in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def until(happened: Callable[[], bool], words: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline, words.read_text(encoding="utf-8")
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.running_clock
@pytest.mark.django_db(transaction=True)
def test_everything_is_replaced_under_load_without_one_error(tmp_path: Path) -> None:
    port, words = free_port(), tmp_path / "words"

    def said(text: str) -> bool:
        return text in words.read_text(encoding="utf-8")

    with serving(port, words) as process:
        until(lambda: ask(port) == "200", words)
        with clients(port) as answers:
            until(lambda: answers["200"] > 10, words)
            process.send_signal(signal.SIGHUP)
            until(lambda: said("Every process was replaced."), words)
            before = answers.total()
            until(lambda: answers.total() > before + 10, words)
        process.terminate()
        ended = process.wait(timeout=120)

    assert set(answers) == {"200"}
    assert not said("with requests under way")
    assert ended == 0


class TestTheSwitch:
    def test_a_backend_that_died_is_passed_over(self, tmp_path: Path) -> None:
        async def act() -> bytes:
            living = await asyncio.start_unix_server(_answer, tmp_path / "living")
            switch = Switch(routes=[Route(tmp_path / "dead"), Route(tmp_path / "living")])
            answer = await _ask_through(switch)
            living.close()
            return answer

        assert asyncio.run(act()) == b"hello"

    def test_when_nobody_is_there_it_says_so(self) -> None:
        answer = asyncio.run(_ask_through(Switch()))

        assert answer.startswith(b"HTTP/1.1 503 ")

    def test_a_route_is_idle_when_its_last_connection_is_closed(self, tmp_path: Path) -> None:
        async def act() -> tuple[bool, bool]:
            living = await asyncio.start_unix_server(_answer, tmp_path / "living")
            route = Route(tmp_path / "living")
            route.take()
            busy = route.idle.is_set()
            await _ask_through(Switch(routes=[route]))
            route.give_back()
            living.close()
            return busy, route.idle.is_set()

        assert asyncio.run(act()) == (False, True)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(4)
    writer.write(b"hello")
    writer.close()
    await writer.wait_closed()


async def _ask_through(switch: Switch) -> bytes:
    port = free_port()
    server = await switch.listen("127.0.0.1", port)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"ask?")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    return answer

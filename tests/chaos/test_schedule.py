"""The schedule of a seed, and the cables that it cuts."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.chaos.links import Links
from tests.chaos.schedule import KINDS, as_rows, plan


@pytest.fixture
def echo() -> Iterator[int]:
    """Answer whatever comes with the same words."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(30)

    def serve() -> None:
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            threading.Thread(target=_repeat, args=[connection], daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield int(server.getsockname()[1])
    server.shutdown(socket.SHUT_RDWR)  # wakes who waits in accept; close alone does not
    server.close()
    thread.join(timeout=31)
    assert not thread.is_alive()


@pytest.fixture
def links() -> Iterator[Links]:
    made = Links()
    yield made
    made.close()


def test_a_seed_always_gives_the_same_schedule() -> None:
    first, second, other = plan(5, faults=200), plan(5, faults=200), plan(6, faults=200)

    assert as_rows(first) == as_rows(second)
    assert as_rows(first) != as_rows(other)
    assert [fault.number for fault in first] == list(range(1, 201))


def test_a_schedule_begins_with_one_fault_of_each_kind() -> None:
    faults = plan(5, faults=200)

    assert {fault.kind for fault in faults[: len(KINDS)]} == set(KINDS)
    assert min(Counter(fault.kind for fault in faults).values()) > 1


def test_a_link_carries_what_is_said_and_its_answer(links: Links, echo: int) -> None:
    port = links.lay("way", to=echo)

    with socket.create_connection(("127.0.0.1", port), timeout=30) as caller:
        caller.sendall(b"hello")

        assert caller.recv(10) == b"hello"


def test_a_stalled_link_keeps_words_until_it_is_open(links: Links, echo: int) -> None:
    port = links.lay("way", to=echo)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as caller:
        caller.sendall(b"before")
        assert caller.recv(10) == b"before"

        links.switch("way", "stall")
        caller.sendall(b"after")
        caller.settimeout(0.2)
        with pytest.raises(TimeoutError):
            caller.recv(10)
        caller.settimeout(30)
        links.switch("way", "open")

        assert caller.recv(10) == b"after"


@pytest.mark.parametrize("mode", ["refuse", "reset"])
def test_a_cut_link_ends_what_was_open(links: Links, echo: int, mode: str) -> None:
    port = links.lay("way", to=echo)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as caller:
        caller.sendall(b"before")
        assert caller.recv(10) == b"before"

        links.switch("way", "reset" if mode == "reset" else "refuse")

        assert _is_ended(caller)


def _is_ended(caller: socket.socket) -> bool:
    try:
        return caller.recv(10) == b""
    except ConnectionResetError:
        return True


def _repeat(connection: socket.socket) -> None:
    with connection, suppress(OSError):
        while content := connection.recv(100):
            connection.sendall(content)

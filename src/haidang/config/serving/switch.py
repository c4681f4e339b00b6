"""The switch: one listener; each connection goes to the backend with the fewest open ones.

Backends close after each answer, so a connection is one request: when the last connection
to a backend is closed, nobody waits for it any more. It knows nothing of HTTP but how to say
that nobody is there.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_CHUNK: Final = 64 * 1024
_ASKING_SECONDS: Final = 5.0
_BACKLOG: Final = 4096
_NOBODY: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\n"
    b"Connection: close\r\n\r\n"
)
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True, eq=False)
class Route:
    """Where a backend listens, and how many connections it holds."""

    path: Path
    open: int = 0
    idle: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.idle.set()

    def take(self) -> None:
        """Count a connection that begins."""
        self.open += 1
        self.idle.clear()

    def give_back(self) -> None:
        """Count a connection that ended."""
        self.open -= 1
        if not self.open:
            self.idle.set()


@dataclass(slots=True)
class Switch:
    """Give each connection to one of the routes."""

    routes: list[Route] = field(default_factory=list)
    answered: int = 0
    refused: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def listen(self, host: str, port: int) -> asyncio.Server:
        """Begin to listen."""
        return await asyncio.start_server(self._accept, host, port, backlog=_BACKLOG)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The loop itself holds tasks weakly: one that nobody names could vanish under way.
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, TimeoutError):
            for route in sorted(self.routes, key=lambda one: one.open):
                route.take()
                try:
                    inner = await asyncio.open_unix_connection(str(route.path))
                except OSError:  # it died in this moment; the next one takes the connection
                    route.give_back()
                    continue
                try:
                    self.answered += 1
                    await _join((reader, writer), inner)
                finally:
                    route.give_back()
                return
            self.refused += 1
            # What lies unread when a connection is closed makes the system reset it, and
            # then the client never sees the answer.
            await asyncio.wait_for(reader.read(_CHUNK), _ASKING_SECONDS)
            writer.write(_NOBODY)
        await _close(writer)


async def _join(outer: Streams, inner: Streams) -> None:
    """Carry bytes both ways until the backend has said everything."""
    (outer_reader, outer_writer), (inner_reader, inner_writer) = outer, inner
    asking = asyncio.create_task(_carry(outer_reader, inner_writer))
    try:
        await _carry(inner_reader, outer_writer)
    finally:
        asking.cancel()
        await _close(inner_writer)
        await _close(outer_writer)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        writer.close()
        await writer.wait_closed()

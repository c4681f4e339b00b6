"""A cable between two processes that can be cut: a small TCP proxy with a switch."""

import asyncio
import socket
import struct
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Mode = Literal["open", "refuse", "reset", "stall"]
_CHUNK: Final = 65_536
_RESET: Final = struct.pack("ii", 1, 0)
"""Linger for no time: the end of a connection is told as a reset."""


@dataclass(slots=True)
class Link:
    """One way: from a port of this machine to a port, or to a socket file.

    ``refuse`` ends what is open and lets nobody in; ``reset`` does so once, rudely, and lets
    newcomers in; ``stall`` keeps everything open and lets nothing through.
    """

    name: str
    to: str | int
    port: int = 0
    mode: Mode = "open"
    passing: asyncio.Event = field(default_factory=asyncio.Event)
    pairs: set[asyncio.StreamWriter] = field(default_factory=set)
    server: asyncio.Server | None = None

    async def open(self) -> None:
        """Begin to listen."""
        self.passing.set()
        self.server = await asyncio.start_server(self._meet, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Listen no more, and end what is open."""
        if self.server is not None:
            self.server.close()
        await self.switch("refuse")

    async def switch(self, mode: Mode) -> None:
        """Change how the link behaves."""
        self.mode = mode
        if mode == "stall":
            self.passing.clear()
        else:
            self.passing.set()
        if mode in {"refuse", "reset"}:
            for writer in list(self.pairs):
                self._end(writer, rudely=mode == "reset")

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode == "refuse":
            self._end(writer, rudely=True)
            return
        await self.passing.wait()
        try:
            far_reader, far_writer = await self._reach()
        except OSError:
            self._end(writer, rudely=False)
            return
        self.pairs |= {writer, far_writer}
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
        self.pairs -= {writer, far_writer}

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self.to, str):
            return await asyncio.open_unix_connection(self.to)
        return await asyncio.open_connection("127.0.0.1", self.to)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while content := await reader.read(_CHUNK):
                await self.passing.wait()
                writer.write(content)
                await writer.drain()
        with suppress(OSError, RuntimeError):
            writer.close()

    def _end(self, writer: asyncio.StreamWriter, *, rudely: bool) -> None:
        inner = writer.get_extra_info("socket")
        with suppress(OSError, RuntimeError):
            if rudely and inner.family == socket.AF_INET:
                inner.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.transport.abort()


class Links:
    """All links, carried by one thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.known: dict[str, Link] = {}

    def lay(self, name: str, *, to: str | int, port: int = 0) -> int:
        """Lay a link; return the port at which it begins."""
        link = Link(name=name, to=to, port=port)
        self._do(link.open())
        self.known[name] = link
        return link.port

    def switch(self, name: str, mode: Mode) -> None:
        """Change how a link behaves."""
        self._do(self.known[name].switch(mode))

    def open_all(self) -> None:
        """Let everything through again."""
        for name in self.known:
            self.switch(name, "open")

    def close(self) -> None:
        """End everything."""
        for link in self.known.values():
            self._do(link.close())
        self._do(_end_the_rest())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)


async def _end_the_rest() -> None:
    """Let every conversation come to its end."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)

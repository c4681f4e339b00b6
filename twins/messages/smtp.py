"""A mail server that takes every letter and keeps it (RFC 5321, the part that clients use)."""

import asyncio
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

Keep = Callable[[EmailMessage, list[str]], str]
"""Keep a letter for its recipients; return an answer line such as ``250 kept``."""


async def listen(*, host: str, port: int, keep: Keep) -> asyncio.Server:
    """Start the mail server; port 0 takes a free one."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Conversation(reader, writer, keep).hold()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    return await asyncio.start_server(talk, host, port)


class _Conversation:
    """One client's connection."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, keep: Keep
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.keep = keep
        self.recipients: list[str] = []

    async def hold(self) -> None:
        """Answer commands until the client leaves."""
        await self._say("220 sandbox twin, sample data only")
        while line := await self.reader.readline():
            verb, _space, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if verb.upper() == "QUIT":
                await self._say("221 bye")
                return
            await self._answer(verb.upper(), rest)

    async def _answer(self, verb: str, rest: str) -> None:
        match verb:
            case "EHLO":
                await self._say("250-sandbox", "250-8BITMIME", "250 SMTPUTF8")
            case "HELO" | "NOOP":
                await self._say("250 sandbox")
            case "MAIL" | "RSET":
                self.recipients = []
                await self._say("250 go on")
            case "RCPT":
                self.recipients.append(rest.partition("<")[2].partition(">")[0])
                await self._say("250 go on")
            case "DATA":
                await self._say("354 end with a single dot")
                await self._say(self.keep(await self._letter(), self.recipients))
            case _:
                await self._say("502 unknown command")

    async def _letter(self) -> EmailMessage:
        lines = []
        while (line := await self.reader.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), _class=EmailMessage, policy=policy.default)

    async def _say(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self.writer.drain()

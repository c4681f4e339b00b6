"""The supervisor: keep so many processes alive; on SIGHUP replace all, one by one."""

import asyncio
import logging
import shutil
import signal
import tempfile
from asyncio.subprocess import Process
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from haidang.config.serving.processes import (
    Backend,
    NotReady,
    Patience,
    end,
    retire,
    start_backend,
    start_worker,
)
from haidang.config.serving.switch import Switch

logger = logging.getLogger(__name__)
_LOOK_SECONDS: Final = 0.5
_PAUSE_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to run."""

    host: str
    port: int
    web: int
    threads: int
    workers: int
    concurrency: int
    patience: Patience


@dataclass(slots=True)
class Supervisor:
    """Everything that runs, and the wishes of the operator."""

    plan: Plan
    folder: Path
    switch: Switch = field(default_factory=Switch)
    backends: list[Backend] = field(default_factory=list)
    workers: list[Process] = field(default_factory=list)
    wishes: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    _made: int = 0

    async def run(self) -> int:
        """Serve until asked to stop; return the exit status."""
        self._listen_to_signals()
        for _number in range(self.plan.web):
            self._put(await self._new_backend())
        for _number in range(self.plan.workers):
            self.workers.append(await self._new_worker())
        server = await self.switch.listen(self.plan.host, self.plan.port)
        logger.info("Serving at %s:%s.", self.plan.host, self.plan.port)
        while (wish := await self._next_wish()) != "stop":
            if wish == "replace":
                await self.replace_all()
            else:
                await self._mend()
        server.close()
        await self._stop_all()
        return 0

    async def replace_all(self) -> bool:
        """Replace every process by a new one; stop at the first new one that does not answer."""
        for old in list(self.backends):
            try:
                new = await self._new_backend()
            except NotReady:
                logger.exception("The replacement stopped; the old processes go on.")
                return False
            self._put(new)
            await self._take_away(old)
        for worker in list(self.workers):
            self.workers.append(await self._new_worker())
            self.workers.remove(worker)
            await end(worker, patience=self.plan.patience.drain_seconds + 5)
        logger.info("Every process was replaced.")
        return True

    def _put(self, backend: Backend) -> None:
        self.backends.append(backend)
        self.switch.routes.append(backend.route)

    async def _take_away(self, backend: Backend) -> None:
        self.switch.routes.remove(backend.route)
        self.backends.remove(backend)
        if not await retire(backend, patience=self.plan.patience):
            logger.warning("%s was ended with requests under way.", backend.name)

    async def _mend(self) -> None:
        """Start again what ended by itself; a pause keeps a crash loop slow."""
        for backend in [one for one in self.backends if one.process.returncode is not None]:
            logger.error("%s ended by itself; a new one starts.", backend.name)
            self.switch.routes.remove(backend.route)
            self.backends.remove(backend)
        for worker in [one for one in self.workers if one.returncode is not None]:
            logger.error("A worker ended by itself; a new one starts.")
            self.workers.remove(worker)
        try:
            while len(self.backends) < self.plan.web:
                self._put(await self._new_backend())
        except NotReady:
            logger.exception("A web process does not start; it is tried again.")
            await asyncio.sleep(_PAUSE_SECONDS)
        while len(self.workers) < self.plan.workers:
            await asyncio.sleep(_PAUSE_SECONDS)
            self.workers.append(await self._new_worker())

    async def _stop_all(self) -> None:
        self.switch.routes.clear()
        patience = self.plan.patience
        await asyncio.gather(
            *(retire(backend, patience=patience) for backend in self.backends),
            *(end(worker, patience=patience.drain_seconds + 5) for worker in self.workers),
        )

    async def _new_backend(self) -> Backend:
        self._made += 1
        name = f"web-{self._made}"
        return await start_backend(
            name, self.folder / f"{name}.sock", threads=self.plan.threads,
            patience=self.plan.patience,
        )  # fmt: skip

    async def _new_worker(self) -> Process:
        return await start_worker(
            concurrency=self.plan.concurrency, drain_seconds=self.plan.patience.drain_seconds
        )

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number, wish in (
            (signal.SIGHUP, "replace"), (signal.SIGTERM, "stop"), (signal.SIGINT, "stop"),
        ):  # fmt: skip
            loop.add_signal_handler(number, self.wishes.put_nowait, wish)

    async def _next_wish(self) -> str:
        try:
            return await asyncio.wait_for(self.wishes.get(), _LOOK_SECONDS)
        except TimeoutError:
            return "look"


def serve(plan: Plan) -> int:
    """Serve by a plan until stopped."""
    folder = Path(tempfile.mkdtemp(prefix="haidang-serve-"))
    try:
        return asyncio.run(Supervisor(plan, folder).run())
    finally:
        shutil.rmtree(folder, ignore_errors=True)

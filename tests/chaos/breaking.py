"""Make each kind of fault, and end it."""

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import httpx

from tests.chaos.links import Mode
from tests.chaos.schedule import PROCESSES, Fault
from tests.chaos.town import Town

MODES: Final[dict[str, Mode]] = {"refuse": "refuse", "reset": "reset", "stall": "stall"}
_LIES: Final = {"vietqr": "/pay", "registers": "/"}


@dataclass(slots=True)
class Breaker:
    """Breaks a town and mends it; what was broken is remembered until it is mended."""

    town: Town
    frozen: set[str] = field(default_factory=set)

    def suffer(self, fault: Fault) -> float:
        """Let a fault happen and end; return the instant at which it ended."""
        begin, end = self._deeds(fault)
        begin()
        time.sleep(fault.lasts)
        end()
        return time.monotonic()

    def mend_everything(self) -> None:
        """End whatever may still be broken, and wait until everybody works."""
        town = self.town
        town.links.open_all()
        town.disk.free(self._pids())
        for role in sorted(self.frozen):
            self._thaw(role)
        town.start_database()
        town.held.clear()
        town.raise_the_dead()
        for role in [role for role, shift in town.shifts.items() if shift]:
            town.restart(role)
        for role in town.names:
            town.wait_for(role)

    def _deeds(self, fault: Fault) -> tuple[Callable[[], None], Callable[[], None]]:
        town, target, detail = self.town, fault.target, fault.detail
        deeds: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
            "kill": (lambda: town.kill(target), lambda: town.start(target)),
            "twin-down": (lambda: town.kill(target), lambda: town.start(target)),
            "database-stop": (town.stop_database, town.start_database),
            "freeze": (lambda: self._freeze(target), lambda: self._thaw(target)),
            "twin-silent": (lambda: self._switch(target, "down", count=int(detail)), _nothing),
            "twin-slow": (lambda: self._switch(target, "slow", delay_ms=int(detail)), _nothing),
            "twin-lies": (lambda: self._lie(target, detail), _nothing),
            "disk-full": (
                lambda: town.disk.fill(self._pids()), lambda: town.disk.free(self._pids()),
            ),
            "clock-jump": (lambda: town.restart(target, shift=int(detail)), _nothing),
            "cut": (lambda: self._cut(target, detail), lambda: town.links.switch(target, "open")),
        }  # fmt: skip
        return deeds[fault.kind]

    def _freeze(self, role: str) -> None:
        self.frozen.add(role)
        self.town.signal(role, signal.SIGSTOP)

    def _thaw(self, role: str) -> None:
        self.frozen.discard(role)
        self.town.signal(role, signal.SIGCONT)

    def _cut(self, link: str, how: str) -> None:
        self.town.links.switch(link, MODES[how])

    def _lie(self, twin: str, how: str) -> None:
        kind = how if twin == "vietqr" or how in {"lose", "wrong"} else "wrong"
        self._switch(twin, kind, delay_ms=3_000, path=_LIES[twin])

    def _switch(
        self, twin: str, kind: str, *, count: int = 1, delay_ms: int = 0, path: str = ""
    ) -> None:
        """Switch a fault of a twin on; a twin that does not listen now is not told."""
        body = {"kind": kind, "count": count, "delay_ms": delay_ms, "path": path}
        with suppress(httpx.HTTPError):
            httpx.post(
                f"{self.town.twin(twin)}/twin/faults", json=body, timeout=3, trust_env=False
            )

    def _pids(self) -> list[int]:
        """Return the processes that write files."""
        running = self.town.processes.running
        names = [self.town.names.get(role, "") for role in PROCESSES]
        return [running[name].pid for name in names if name in running]


def _nothing() -> None:
    return

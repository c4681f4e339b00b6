"""One process of a year: plays its communes, takes the time of everything, tells how it goes."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, Final

import django

_EVERY_SECONDS: Final = 1.0
_TENTHS: Final = 10
_NEVER: Final = 32_503_680_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Which part of which year a process plays."""

    city: str
    year: int
    cases: int
    seed: int
    part: int
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a process had done and spent at a tenth of its cases."""

    ended: int
    wall: float
    python: float
    database: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What one process did; ``parts`` are times and seconds by kind of work."""

    part: int
    began: float
    ended_at: float
    ended: int
    jobs: int
    marks: tuple[Mark, ...]
    parts: dict[str, tuple[int, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """How far a process is."""

    part: int
    ended: int
    at: datetime


def set_up_year(task: Task) -> None:
    """Make tables, content and officers; the children only read them."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up only now

    from haidang.config.synth.stage import set_stage  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    set_stage(city=task.city, year=task.year, cases=task.cases, seed=task.seed)


def play_part(task: Task, barrier: Barrier, told: "Queue[Any]", clocks: Any) -> None:  # noqa: ANN401 - shared memory has no better type
    """Play one part of a year; a fault is told as a text."""
    try:
        told.put(_play(task, barrier, told.put, clocks))
    except Exception as error:
        told.put(f"process {task.part}: {type(error).__name__}: {error}")
        raise


def _play(
    task: Task,
    barrier: Barrier,
    tell: Callable[[object], None],
    clocks: Any,  # noqa: ANN401 - as above
) -> Played:
    django.setup()
    from bench.life import watched  # noqa: PLC0415 - Django is set up only now
    from haidang.config.synth.stage import find_stage  # noqa: PLC0415 - as above

    stage = find_stage(city=task.city, year=task.year, cases=task.cases, seed=task.seed)
    player = stage.player(task.part, task.parts)
    player.slowest = _Clocks(shared=clocks, part=task.part)
    mine = sum(plan.unit in player.offices for plan in stage.plans())
    barrier.wait(timeout=3_600)
    began = time.monotonic()
    meter = _Meter(part=task.part, planned=mine, tell=tell, backend=_backend(), began=began)
    with watched() as parts:
        player.play(stage.plans(), ended=meter.note)
        found = {name: (part.count, part.seconds) for name, part in parts.items()}
    meter.mark()
    clocks[task.part] = _NEVER
    return Played(
        part=task.part, began=began, ended_at=time.monotonic(), ended=player.ended,
        jobs=player.jobs, marks=tuple(meter.marks), parts=found,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clocks:
    """Where the virtual clock of each process stands, in shared memory."""

    shared: Any
    part: int

    def __call__(self, at: datetime) -> datetime:
        """Tell where this process is; return where the slowest one is."""
        self.shared[self.part] = at.timestamp()
        return datetime.fromtimestamp(min(self.shared), tz=UTC)


@dataclass(slots=True, kw_only=True)
class _Meter:
    part: int
    planned: int
    tell: Callable[[object], None]
    backend: int
    began: float
    ended: int = 0
    marks: list[Mark] = field(default_factory=list)
    told_at: float = 0.0

    def note(self, at: datetime) -> None:
        """Count one ended case; leave a mark at each tenth."""
        self.ended += 1
        if self.ended * _TENTHS // max(self.planned, 1) > len(self.marks):
            self.mark()
        if time.monotonic() - self.told_at > _EVERY_SECONDS:
            self.told_at = time.monotonic()
            self.tell(Going(part=self.part, ended=self.ended, at=at))

    def mark(self) -> None:
        """Note what was spent up to now."""
        self.marks.append(
            Mark(
                ended=self.ended,
                wall=time.monotonic() - self.began,
                python=time.process_time(),
                database=_seconds_of(self.backend),
            )
        )


def _backend() -> int:
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _seconds_of(process: int) -> float:
    """Return the processor seconds of a process on this machine, where the system tells."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    words = told.rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

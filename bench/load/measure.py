"""What was measured in each stage: every answer's time, failures, processor seconds."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.load.cpu import processor_seconds

Times = dict[str, list[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One page, visit or kind of answer within a stage; times in milliseconds."""

    name: str
    count: int
    failed: int
    p50: float
    p95: float
    p99: float
    worst: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What one stage showed."""

    multiple: float
    comers: int
    seconds: float
    pages: list[Line]
    visits: list[Line]
    faults: dict[str, int]
    cpu: dict[str, float]
    waited: Line | None
    """How long people stood in the waiting room, in milliseconds; none where nobody did."""

    @property
    def whole(self) -> Line | None:
        """Return the line of all answers of the platform; twins are none of it."""
        return next((line for line in self.pages if line.name == "all"), None)

    def as_json(self) -> dict[str, object]:
        """Return the stage as data."""
        return asdict(self)


def stage_from(content: Mapping[str, Any]) -> Stage:
    """Return a stage from data."""
    lines = {key: [Line(**line) for line in content[key]] for key in ("pages", "visits")}
    waited = Line(**content["waited"]) if content["waited"] else None
    return Stage(**{**content, **lines, "waited": waited})


@dataclass(slots=True)
class Recorder:
    """Collects the answers of the present stage; a settling time is not counted."""

    data: Path
    is_counting: bool = False
    times: Times = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    faults: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    visits: Times = field(default_factory=lambda: defaultdict(list))
    broken: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waited: list[float] = field(default_factory=list)
    began_at: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)

    def begin(self, *, at: float) -> None:
        """Count from now on."""
        for kept in (self.times, self.failed, self.faults, self.visits, self.broken):
            kept.clear()
        self.waited.clear()
        self.began_at, self.is_counting = at, True
        self.cpu = dict(processor_seconds(self.data))

    def note_answer(self, name: str, milliseconds: float, *, fault: str) -> None:
        """Take note of one answer."""
        if not self.is_counting:
            return
        self.times[name].append(milliseconds)
        if fault:
            self.failed[name] += 1
            self.faults[f"{name}: {fault}"] += 1

    def note_visit(self, name: str, milliseconds: float, *, fault: str) -> None:
        """Take note of a visit that came to its end, or broke off."""
        if not self.is_counting:
            return
        self.visits[name].append(milliseconds)
        if fault:
            self.broken[name] += 1
            self.faults[f"visit {name}: {fault}"] += 1

    def note_wait(self, milliseconds: float) -> None:
        """Take note of somebody's time in the waiting room."""
        if self.is_counting:
            self.waited.append(milliseconds)

    def end(self, *, at: float, multiple: float, comers: int) -> Stage:
        """Return what the stage showed."""
        self.is_counting = False
        after = processor_seconds(self.data)
        return Stage(
            multiple=multiple,
            comers=comers,
            seconds=at - self.began_at,
            pages=_lines(self.times, self.failed),
            visits=_lines(self.visits, self.broken),
            faults=dict(sorted(self.faults.items(), key=lambda item: -item[1])[:20]),
            cpu={group: after[group] - self.cpu.get(group, 0.0) for group in after},
            waited=line_of("waiting room", self.waited, failed=0) if self.waited else None,
        )


def line_of(name: str, times: list[float], *, failed: int) -> Line:
    """Sum some times up."""
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
    return Line(
        name=name, count=len(times), failed=failed, worst=max(times),
        p50=cuts[49], p95=cuts[94], p99=cuts[98],
    )  # fmt: skip


def _lines(times: Times, failed: dict[str, int]) -> list[Line]:
    lines = [line_of(name, found, failed=failed.get(name, 0)) for name, found in times.items()]
    ours = {name: found for name, found in times.items() if not name.startswith("(")}
    every = [time for found in ours.values() for time in found]
    kept = sorted(lines, key=lambda line: line.name)
    if not every:
        return kept
    return [*kept, line_of("all", every, failed=sum(failed.get(name, 0) for name in ours))]

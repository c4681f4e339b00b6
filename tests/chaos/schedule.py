"""Which faults happen, in which order, to whom and for how long: a pure function of the seed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from random import Random  # noqa: TID251 - seeded, so that a failure can be repeated
from typing import Final

WEB: Final = "web"
WORKERS: Final = ("worker-a", "worker-b")
PROCESSES: Final = (WEB, *WORKERS)
RESTARTABLE_TWINS: Final = ("messages", "registers", "post")
"""The bank's twin keeps its money in memory: it may freeze, lie and be silent, but not die."""
TWINS: Final = ("messages", "registers", "vietqr")
LINKS: Final = ("web-database", "worker-a-database", "worker-b-database", *TWINS, "bank-web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: what happens to whom, for how long, and how long all is quiet after it."""

    number: int
    kind: str
    target: str
    lasts: float
    rest: float
    detail: str = ""

    def __str__(self) -> str:
        more = f" ({self.detail})" if self.detail else ""
        return f"{self.number:>3} {self.kind} {self.target}{more} for {self.lasts:.2f} s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of fault: its weight, whom it may meet, its details, how long it lasts."""

    weight: int
    targets: tuple[str, ...]
    details: tuple[str, ...] = ("",)
    lasts: tuple[float, float] = (0.2, 1.0)


KINDS: Final[Mapping[str, Kind]] = {
    "kill": Kind(weight=5, targets=PROCESSES),
    "database-stop": Kind(weight=3, targets=("database",)),
    "freeze": Kind(weight=4, targets=(*PROCESSES, *TWINS), lasts=(0.5, 6.0)),
    "twin-down": Kind(weight=3, targets=RESTARTABLE_TWINS),
    "twin-silent": Kind(weight=2, targets=TWINS, details=("1", "3", "6")),
    "twin-slow": Kind(weight=2, targets=TWINS, details=("500", "2500", "6000")),
    "twin-lies": Kind(
        weight=5,
        targets=("vietqr", "vietqr", "vietqr", "registers"),
        details=("double", "lose", "late", "wrong"),
    ),
    "disk-full": Kind(weight=3, targets=("files",), lasts=(0.5, 3.0)),
    "clock-jump": Kind(
        weight=2, targets=PROCESSES, details=("-3600", "-90", "90", "3600"), lasts=(0.5, 3.0)
    ),
    "cut": Kind(
        weight=6, targets=LINKS, details=("refuse", "reset", "stall", "stall"), lasts=(0.3, 4.0)
    ),
}


def plan(seed: int, *, faults: int) -> tuple[Fault, ...]:
    """Return the schedule of a seed; the first faults are one of each kind, in a drawn order."""
    chance = Random(seed)  # noqa: S311 - a simulation
    first = sorted(KINDS)
    chance.shuffle(first)
    weights = [kind.weight for kind in KINDS.values()]
    drawn = chance.choices(list(KINDS), weights, k=max(0, faults - len(first)))
    return tuple(
        _draw(chance, number, kind) for number, kind in enumerate([*first, *drawn][:faults], 1)
    )


def as_rows(faults: tuple[Fault, ...]) -> list[dict[str, object]]:
    """Return a schedule as plain data, to be kept and compared."""
    return [asdict(fault) for fault in faults]


def _draw(chance: Random, number: int, name: str) -> Fault:
    kind = KINDS[name]
    return Fault(
        number=number,
        kind=name,
        target=chance.choice(kind.targets),
        detail=chance.choice(kind.details),
        lasts=round(chance.uniform(*kind.lasts), 2),
        rest=round(chance.choice((0.0, 0.0, 0.3, 1.0)), 2),
    )

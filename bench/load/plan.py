"""What a run does: written by the parent, read by the crowd."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.load.peak import comers


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where the city is, who can sign in, and the stages."""

    url: str
    data: Path
    results: Path
    today: date
    multiples: tuple[float, ...]
    seconds: float
    settle: float
    think: float
    seed: int
    bank_secret: str
    desks: tuple[Mapping[str, str], ...]
    """The cookies of signed-in officers."""
    tokens: tuple[tuple[str, str], ...]
    """People for REST: personal id and token."""
    users: int = 0
    """So many comers whatever the multiple; 0: as the multiple says."""
    numbers: tuple[str, ...]
    """Case numbers that can be tracked."""

    def comers(self, multiple: float) -> int:
        """Return how many come at a multiple."""
        return self.users or comers(multiple)

    def write(self, path: Path) -> None:
        """Keep the plan for the crowd."""
        content = {
            "url": self.url,
            "data": str(self.data),
            "results": str(self.results),
            "today": self.today.isoformat(),
            "multiples": self.multiples,
            "seconds": self.seconds,
            "settle": self.settle,
            "think": self.think,
            "seed": self.seed,
            "bank_secret": self.bank_secret,
            "desks": [dict(desk) for desk in self.desks],
            "tokens": self.tokens,
            "numbers": self.numbers,
            "users": self.users,
        }
        path.write_text(json.dumps(content), encoding="utf-8")


def read_plan(path: Path) -> Plan:
    """Read what the parent wrote."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Plan(
        url=content["url"],
        data=Path(content["data"]),
        results=Path(content["results"]),
        today=date.fromisoformat(content["today"]),
        multiples=tuple(content["multiples"]),
        seconds=content["seconds"],
        settle=content["settle"],
        think=content["think"],
        seed=content["seed"],
        bank_secret=content["bank_secret"],
        desks=tuple(content["desks"]),
        tokens=tuple((str(number), str(token)) for number, token in content["tokens"]),
        users=content["users"],
        numbers=tuple(content["numbers"]),
    )

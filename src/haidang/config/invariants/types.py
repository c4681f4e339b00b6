"""What the invariants are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Scope = Literal["always", "at_rest"]
"""Some hold in every instant; some only when no work that is due is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """A sentence about the whole installation, and the query whose rows break it."""

    name: str
    sentence: str
    sql: str
    scope: Scope = "always"
    given: str = ""

    @property
    def query(self) -> str:
        """Return the whole query, with the tables that it names beforehand."""
        return self.given + self.sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How an invariant stood: the rows that break it, and some of them by name."""

    invariant: str
    sentence: str
    breaches: int
    examples: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    @property
    def holds(self) -> bool:
        """Tell whether nothing breaks the invariant."""
        return self.breaches == 0

    def __str__(self) -> str:
        if self.holds:
            return f"{self.invariant}: holds"
        return (
            f"{self.invariant}: {self.breaches} times: {self.sentence} {'; '.join(self.examples)}"
        )


class Cursor(Protocol):
    """What the check needs of a database: Django's cursor and psycopg's both do."""

    def execute(self, query: str, params: Mapping[str, Any], /) -> object:
        """Run a query with named parameters."""

    def fetchone(self) -> Sequence[object] | None:
        """Return the next row."""

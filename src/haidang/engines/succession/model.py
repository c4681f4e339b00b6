"""What the engine speaks of: former units, plans, weights and discrepancies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["ward", "commune", "township", "special_zone"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class FormerUnit:
    """A unit as a resolution names it; ``district`` tells units of one name apart."""

    kind: Kind
    name: str
    district: str = ""

    @property
    def title(self) -> str:
        """Return the name as the law writes it."""
        words = {
            "ward": "Phường",
            "commune": "Xã",
            "township": "Thị trấn",
            "special_zone": "Đặc khu",
        }
        district = f" ({self.district})" if self.district else ""
        return f"{words[self.kind]} {self.name}{district}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStep:
    """A unit that ends, its successors and the main one; one successor: the whole unit."""

    old: str
    new: tuple[str, ...]
    main: str

    @property
    def is_split(self) -> bool:
        """Tell whether parts of the unit went to different units."""
        return len(self.new) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyStep:
    """An agency that ends and the one that carries on its cases, tasks and posts."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A merger: when it takes effect, by which law, and who follows whom."""

    city: str
    name: str
    law: str
    effective: date
    units: tuple[UnitStep, ...]
    agencies: tuple[AgencyStep, ...]

    @property
    def successors(self) -> Mapping[str, str]:
        """Return the successor of each agency that ends."""
        return {step.old: step.new for step in self.agencies}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """The rows of one table that hold codes of a merger.

    ``digest`` hashes every row without its codes, whatever the order; ``counts`` gives by
    column how often each code stands there.
    """

    table: str
    rows: int
    digest: str
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """Something that a proof found wrong, in words by language."""

    table: str
    code: str
    message: Mapping[str, str]

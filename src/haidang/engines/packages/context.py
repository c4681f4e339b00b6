"""What a check knows besides the package: lists of dead law and papers, services, city, day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from haidang.engines.documents import FontSet
from haidang.engines.packages.model import CityPackage
from haidang.engines.packages.shapes import rows, text, texts, words
from haidang.engines.packages.source import JSON

LEGAL_EDGES: Final[Mapping[str, frozenset[str]]] = {
    "0": frozenset({"4", "8", "9"}),
    "1": frozenset({"2", "3", "5", "7"}),
    "2": frozenset({"0", "4", "7", "8"}),
    "3": frozenset(),
    "4": frozenset({"0", "5", "6", "7", "8", "9"}),
    "5": frozenset({"1", "4", "7", "8"}),
    "6": frozenset({"4", "7", "8"}),
    "7": frozenset(),
    "8": frozenset(),
    "9": frozenset({"10"}),
    "10": frozenset(),
}
"""Which legal status may follow which: the national codes 1-10 (NĐ 118/2025/NĐ-CP)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLaw:
    """A repealed document and what replaced it."""

    number: str
    replaced_by: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Words by which a paper is known, and the law that forbids to ask for it."""

    words: tuple[str, ...]
    law: str
    excepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of a check; whatever is empty is not checked."""

    dead_laws: Mapping[str, DeadLaw] = field(default_factory=dict)
    abolished: tuple[Paper, ...] = ()
    held: tuple[Paper, ...] = ()
    former_levels: tuple[str, ...] = ()
    services: frozenset[str] | None = None
    cities: Mapping[str, CityPackage] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    legal_edges: Mapping[str, frozenset[str]] = field(default_factory=lambda: LEGAL_EDGES)
    on: date | None = None
    fonts: FontSet | None = None

    def names(self, *, city: CityPackage | None) -> dict[str, object]:
        """Return the lists that the answers of forms come from."""
        known: dict[str, object] = {"lists": self.lists}
        units = {
            unit.code: each.province_code for each in self.cities.values() for unit in each.units
        }
        if city is not None and units:
            known["units"] = units
        return known


def read_dead_laws(data: Mapping[str, JSON]) -> dict[str, DeadLaw]:
    """Read content/lists/dead-laws.yaml."""
    laws = [
        DeadLaw(
            number=text(row.get("number")),
            replaced_by=text(row.get("replaced_by")),
            since=text(row.get("since")) or "-",
        )
        for row in rows(data.get("laws"))
    ]
    return {law.number: law for law in laws}


def read_papers(value: JSON) -> tuple[Paper, ...]:
    """Read one part of content/lists/papers.yaml."""
    return tuple(
        Paper(
            words=words(row.get("words")),
            law=text(row.get("law")),
            excepted=words(row.get("except")),
        )
        for row in rows(value)
    )


def read_list(data: Mapping[str, JSON]) -> dict[str, Mapping[str, str]]:
    """Read a list of values for forms: code → names by language."""
    return {text(row.get("code")): texts(row.get("name")) for row in rows(data.get("items"))}

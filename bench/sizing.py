"""Reckon which machines a ward, a city, the nation need, from the measured figures.

``python -m bench sizing [--write]``. Reads docs/explanation/figures/sizing.yaml and prints the
table; with ``--write`` it writes docs/explanation/sizing.md. No measurement: run those that the
figures name, put in what they say, with source and date, and write the page anew.
"""

import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

_DOCS: Final = Path(__file__).resolve().parents[1] / "docs" / "explanation"
FIGURES: Final = _DOCS / "figures" / "sizing.yaml"
PAGE: Final = _DOCS / "sizing.md"
_MS: Final = 1000
_HOUR: Final = 3600
_GIB_IN_KIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it is and where it comes from, or why it is assumed."""

    key: str
    value: float
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somebody who needs machines, by his share of the city's cases."""

    name: str
    share: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures file."""

    measured: tuple[Figure, ...]
    assumed: tuple[Figure, ...]
    places: tuple[Place, ...]
    head: str
    how: str

    @property
    def numbers(self) -> Mapping[str, float]:
        """Return every number by its key."""
        return {one.key: one.value for one in (*self.measured, *self.assumed)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What one place needs in its peak hour and after one year."""

    cases_a_year: float
    cases_a_second: float
    requests_a_second: float
    cores: float
    web_and_worker_cores: int
    database_cores: int
    connections: int
    database_gib: float
    files_gib: float


def main() -> int:
    """Print the page, or write it."""
    text = page(read_figures())
    if "--write" in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


def read_figures() -> Figures:
    """Return the figures file."""
    content = yaml.safe_load(FIGURES.read_text(encoding="utf-8"))
    return Figures(
        measured=_figures(content["measured"]),
        assumed=_figures(content["assumed"]),
        places=tuple(
            Place(name=str(one["name"]), share=float(one["share"]), note=str(one["note"]))
            for one in content["places"]
        ),
        head=str(content["text"]["head"]),
        how=str(content["text"]["how"]),
    )


def reckon(share: float, number: Mapping[str, float]) -> Need:
    """Return what a place needs that has a share of the city's cases."""
    cases = number["peak_hour_cases"] / _HOUR * share
    requests = cases * number["pages_a_case"]
    life = cases * number["life_cpu_ms"] / _MS
    pages = requests * (number["page_ms"] + number["watching_cpu_ms"]) / _MS
    python = (life + pages) * number["python_share_of_life"]
    database = life + pages - python
    machines = max(math.ceil(python / number["busy"] / number["cores_a_machine"]), 1)
    year = number["city_cases_a_year"] * share
    return Need(
        cases_a_year=year,
        cases_a_second=cases,
        requests_a_second=requests,
        cores=life + pages,
        web_and_worker_cores=max(math.ceil(python / number["busy"]), 1),
        database_cores=max(math.ceil(database / number["busy"]), 1),
        connections=math.ceil(machines * number["processes_a_machine"] * number["pool"]),
        database_gib=year * number["database_kib_a_case"] * number["room"] / _GIB_IN_KIB,
        files_gib=year * number["files_kib_a_case"] / _GIB_IN_KIB,
    )


def page(figures: Figures) -> str:
    """Return docs/explanation/sizing.md."""
    return "\n".join(_lines(figures)) + "\n"


def _figures(table: Mapping[str, Mapping[str, object]]) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            key=key,
            value=float(str(one["value"])),
            told={name: str(text) for name, text in one.items()},
        )
        for key, one in table.items()
    )


def _lines(figures: Figures) -> Iterator[str]:
    yield from figures.head.splitlines()
    for place in figures.places:
        need = reckon(place.share, figures.numbers)
        yield (
            f"| {place.name} | {need.cases_a_year:,.0f} | {need.cases_a_second:.3f} | "
            f"{need.requests_a_second:.2f} | {need.cores:.2f} | {need.web_and_worker_cores} | "
            f"{need.database_cores} | {need.connections} | {need.database_gib:,.1f} | "
            f"{need.files_gib:,.1f} |"
        )
    yield ""
    yield from (f"- {place.name}: {place.note}." for place in figures.places)
    yield from ("", *figures.how.splitlines(), "")
    yield from _table(figures.measured, ("value", "what", "source", "date", "machine"))
    yield from ("", "Assumed, not measured:", "")
    yield from _table(figures.assumed, ("value", "why"))


def _table(figures: tuple[Figure, ...], columns: tuple[str, ...]) -> Iterator[str]:
    yield f"| figure | {' | '.join(columns)} |"
    yield "|---|---:|" + "---|" * (len(columns) - 1)
    for one in figures:
        yield f"| `{one.key}` | {' | '.join(one.told[column] for column in columns)} |"


if __name__ == "__main__":
    sys.exit(main())

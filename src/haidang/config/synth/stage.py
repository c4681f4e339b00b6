"""Set the stage of a synthetic year: content, officers, providers, the player's table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from haidang.config.seeding import seed as publish
from haidang.config.synth import lives, offices, outside
from haidang.config.synth.plan import CASES_AT_SCALE_1, CasePlan, Year, plan_cases
from haidang.config.synth.player import Player
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import WorkingCalendar
from haidang.kernel import clock

CASES_PER_UNIT: Final = 60
FEWEST_UNITS: Final = 2
"""A small year is lived in few communes, so that their officers and books see a day's work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything that a year is played with."""

    city: str
    year: Year
    calendar: WorkingCalendar
    offices: dict[str, offices.Office]

    def plans(self) -> Iterator[CasePlan]:
        """Yield the planned cases."""
        return plan_cases(self.year, calendar=self.calendar)

    def player(self, part: int, parts: int) -> Player:
        """Return the player of one part of the communes: no two players share an agency."""
        mine = {unit: self.offices[unit] for unit in self.year.units[part::parts]}
        return Player(
            name=str(part), city=self.city, year=self.year, offices=mine, calendar=self.calendar,
            is_first=part == 0,
        )  # fmt: skip


def answer_in_memory() -> None:
    """Let nothing outside be called by this process."""
    for name, value in outside.PROVIDERS.items():
        setattr(settings, name, value)


def cases_at(scale: float) -> int:
    """Return how many cases a year has at a scale; 1 is the size of the seeds."""
    return max(1, round(CASES_AT_SCALE_1 * scale))


def set_stage(
    *, city: str, year: int, cases: int, seed: int, most_units: int | None = None
) -> Stage:
    """Publish the content and install the officers at the year's beginning; safe to repeat."""
    answer_in_memory()
    with clock.stopped_at(_begin(year)):
        for _line in publish(sample=False):
            pass
        units = _units(city, cases=cases, most=most_units)
        offices.open_offices(city, units, year=year, seed=seed)
    lives.prepare()
    return find_stage(city=city, year=year, cases=cases, seed=seed, most_units=most_units)


def find_stage(
    *, city: str, year: int, cases: int, seed: int, most_units: int | None = None
) -> Stage:
    """Return the stage that another process has set; it writes nothing."""
    answer_in_memory()
    with clock.stopped_at(_begin(year)):
        units = _units(city, cases=cases, most=most_units)
        return Stage(
            city=city,
            year=Year(year=year, cases=cases, seed=seed, units=units),
            calendar=catalog.working_calendar(city),
            offices=offices.find_offices(city, units, year=year, seed=seed),
        )


def _begin(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=clock.VIETNAM)


def _units(city: str, *, cases: int, most: int | None) -> tuple[str, ...]:
    return offices.units_of(city, most=most or max(FEWEST_UNITS, cases // CASES_PER_UNIT))

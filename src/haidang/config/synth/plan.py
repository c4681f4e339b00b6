"""The plan of a year: which case comes when, by whom, about what, and how it goes. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from haidang.config.synth.arrivals import arrivals
from haidang.config.synth.chance import Random, chance_of
from haidang.config.synth.mix import FATES, KINDS, RATINGS, Fate, Kind
from haidang.config.synth.people import PEOPLE_AT_SCALE_1, draw, someone
from haidang.engines.deadlines import WorkingCalendar

CASES_AT_SCALE_1: Final = 956_000
_TRIES: Final = 80
_KIND_WEIGHTS: Final = {kind.key: kind.weight for kind in KINDS}
_KINDS: Final = {kind.key: kind for kind in KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What a plan is made from; equal years give equal plans."""

    year: int
    cases: int
    seed: int
    units: tuple[str, ...]

    @property
    def people(self) -> int:
        """Return how many people there are, a little more than cases: some come again."""
        return max(1, round(PEOPLE_AT_SCALE_1 * self.cases / CASES_AT_SCALE_1))


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlan:
    """One case as it is meant to go."""

    place: int
    at: datetime
    kind: Kind
    fate: Fate
    person: int
    unit: str
    rating: int
    seed: int

    @property
    def key(self) -> str:
        """Return the plan as one line; the hash of a year is over these lines."""
        return (
            f"{self.place} {self.at.isoformat()} {self.kind.key} {self.fate} {self.person} "
            f"{self.unit} {self.rating}"
        )

    def minutes(self, step: int, *, typical: float) -> float:
        """Return how long an officer takes for a step, around a typical number of minutes."""
        chance = chance_of(self.seed, "pace", self.place, step)
        return typical * min(6.0, chance.lognormvariate(0.0, 0.6))

    def pause(self, step: int, *, least: timedelta, most: timedelta) -> timedelta:
        """Return how long a person takes to pay or to answer."""
        chance = chance_of(self.seed, "pause", self.place, step)
        return least + (most - least) * chance.random() ** 2


def plan_cases(year: Year, *, calendar: WorkingCalendar) -> Iterator[CasePlan]:
    """Yield the cases of a year in the order of their arrival; one at a time is in memory."""
    instants = arrivals(year=year.year, cases=year.cases, calendar=calendar, seed=year.seed)
    for place, at in enumerate(instants):
        chance = chance_of(year.seed, "case", place)
        kind = _KINDS[draw(chance, "kinds", _KIND_WEIGHTS)]
        fate = Fate(draw(chance, "fates", FATES))
        person = _who(kind, chance, year, on=at.date())
        yield CasePlan(
            place=place,
            at=at,
            kind=kind,
            fate=fate if fate in kind.fates else Fate.PLAIN,
            person=person,
            unit=_unit(person, year.units),
            rating=int(draw(chance, "ratings", RATINGS)),
            seed=year.seed,
        )


def _who(kind: Kind, chance: Random, year: Year, *, on: date) -> int:
    """Return somebody of an age at which people ask for this."""
    person = chance.randrange(year.people)
    for _try in range(_TRIES):
        if someone(person, seed=year.seed, units=year.units).age(on=on) in kind.ages:
            break
        person = chance.randrange(year.people)
    return person


def _unit(person: int, units: Sequence[str]) -> str:
    """Return where a person lives: as ``people.someone`` does."""
    return units[person % len(units)]


def plan_hash(plans: Iterator[CasePlan]) -> str:
    """Return one hash over all cases of a plan."""
    whole = hashlib.sha256()
    for plan in plans:
        whole.update(plan.key.encode())
        whole.update(b"\n")
    return whole.hexdigest()

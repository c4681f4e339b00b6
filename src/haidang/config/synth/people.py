"""SAMPLE DATA: who lives in the city, each person reckoned from a seed and a number alone.

Nobody has the first three digits 099 in the personal id: the codes of the provinces end at
096. So no number here can be that of a living person, and a million fit; the block 031…000001
to 000999 of ``sample.yaml`` stays for the people that are named there.
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Final, Literal

from haidang.config.synth import names
from haidang.config.synth.chance import Random, chance_of

PLACE: Final = "099"
PEOPLE_AT_SCALE_1: Final = 1_000_000
_YOUNGEST: Final = date(2007, 12, 31)
_AGES_DAYS: Final = 62 * 365
_PER_YEAR: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A synthetic person."""

    index: int
    name: str
    sex: Literal["male", "female"]
    born_on: date
    personal_id: str
    phone: str
    unit: str
    address: str

    def age(self, *, on: date) -> int:
        """Return how many years are full on a day."""
        return (
            on.year
            - self.born_on.year
            - ((on.month, on.day) < (self.born_on.month, self.born_on.day))
        )


def someone(index: int, *, seed: int, units: Sequence[str]) -> Someone:
    """Return the person with a number; the same seed gives the same person, in any order."""
    chance = chance_of(seed, "person", index)
    sex: Literal["male", "female"] = "male" if chance.random() < 0.494 else "female"
    born_on = _YOUNGEST - timedelta(days=int(_AGES_DAYS * chance.random() ** 1.25))
    century = 2 * (born_on.year // 100 - 19) + (sex == "female")
    # Consecutive indexes may be born in any year, so the index itself keeps numbers apart.
    number = f"{PLACE}{century}{born_on.year % 100:02d}{index % _PER_YEAR:06d}"
    return Someone(
        index=index,
        name=_name(chance, sex),
        sex=sex,
        born_on=born_on,
        personal_id=number,
        phone=f"09{index % 100_000_000:08d}",
        unit=units[index % len(units)],
        address=f"Số {chance.randint(1, 299)}, đường {chance.choice(names.STREETS)}",
    )


def _name(chance: Random, sex: str) -> str:
    surname = draw(chance, "surnames", names.SURNAMES)
    middle = draw(chance, f"middle:{sex}", names.MIDDLES[sex])
    given = draw(chance, f"given:{sex}", names.GIVEN[sex])
    return f"{surname} {middle} {given}"


def draw(chance: Random, table: str, weights: Mapping[str, int]) -> str:
    """Return a word by its weight; ``table`` names the weights, which never change."""
    words, limits = _limits(table, tuple(weights.items()))
    return words[bisect(limits, chance.random() * limits[-1])]


@cache
def _limits(
    _table: str, weights: tuple[tuple[str, int], ...]
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(word for word, _ in weights), tuple(accumulate(weight for _, weight in weights))

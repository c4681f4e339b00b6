"""SAMPLE DATA: what people ask for and how their cases go; weights that a city replaces.

The mix is chosen so that every kind of life occurs in a small year too; it is no statistics
of a city.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """How a case goes."""

    PLAIN = "plain"
    SUPPLEMENT_AT_RECEPTION = "supplement_at_reception"
    SUPPLEMENT_IN_PROCESS = "supplement_in_process"
    UNANSWERED = "unanswered"
    NOT_ACCEPTED = "not_accepted"
    REFUSED = "refused"
    WITHDRAWN_EARLY = "withdrawn_early"
    WITHDRAWN_LATE = "withdrawn_late"
    LATE = "late"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Something that people ask for: a procedure, with the answers of one of its scenarios."""

    procedure: str
    scenario: str
    weight: int
    fates: frozenset[Fate] = frozenset(Fate)
    is_straight: bool = False
    ages: range = range(18, 90)

    @property
    def key(self) -> str:
        """Return procedure and scenario as one word."""
        return f"{self.procedure}/{self.scenario}"


_STRAIGHT: Final = frozenset({Fate.PLAIN})
_SAME_DAY: Final = frozenset(Fate) - {Fate.EXTENDED}
KINDS: Final = (
    Kind(procedure="1.001193", scenario="on-time", weight=24, fates=_SAME_DAY,
         ages=range(20, 42)),
    Kind(procedure="2.000635", scenario="straight-through", weight=28, fates=_STRAIGHT,
         is_straight=True),
    Kind(procedure="2.000635", scenario="straight-through-paid", weight=6, fates=_STRAIGHT,
         is_straight=True),
    Kind(procedure="1.004873", scenario="to-marry", weight=22, ages=range(20, 50)),
    Kind(procedure="1.001612", scenario="individual", weight=12),
    Kind(procedure="1.000656", scenario="on-time", weight=8, fates=_SAME_DAY),
)  # fmt: skip
FATES: Final[dict[str, int]] = {
    Fate.PLAIN: 810,
    Fate.SUPPLEMENT_AT_RECEPTION: 45,
    Fate.SUPPLEMENT_IN_PROCESS: 30,
    Fate.UNANSWERED: 10,
    Fate.NOT_ACCEPTED: 20,
    Fate.REFUSED: 15,
    Fate.WITHDRAWN_EARLY: 10,
    Fate.WITHDRAWN_LATE: 8,
    Fate.LATE: 32,
    Fate.EXTENDED: 20,
}
RATINGS: Final[dict[str, int]] = {"0": 620, "5": 240, "4": 85, "3": 30, "2": 10, "1": 15}
"""Stars; 0: says nothing."""

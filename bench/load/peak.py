"""The city's peak hour, derived, and who comes in it how often.

956,000 cases a year came online (Hải Phòng, 2023). The plan of the synthetic year shares them
out over days (seasons, weekdays, the weeks after Tết) and hours (mornings, the rush before
15:00, the evening). Its busiest day is the Monday after National Day with 5,432 cases; the hour
from 14:00 to 15:00 gets 17.76 % of a day. That is 965 cases in the peak hour, 0.268 a second:
nearly nine times the mean of the year. How often people only look, track or come back is
assumed, and said here.
"""

from dataclasses import dataclass
from typing import Final

CASES_A_YEAR: Final = 956_000
BUSIEST_DAY: Final = 5_432
PEAK_HOUR_SHARE: Final = 0.1776
CASES_A_SECOND: Final = BUSIEST_DAY * PEAK_HOUR_SHARE / 3_600
NATION: Final = 34
"""Provinces of Vietnam since 2025-07-01: 34 peak hours at once are about the nation's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A kind of visit: how many for each case handed in, and how often one comer comes."""

    name: str
    per_case: float
    period: float
    """Seconds from the beginning of one visit of a comer to the beginning of the next."""
    about: str

    @property
    def weight(self) -> int:
        """Return the share of this kind among all comers, as a whole number."""
        return round(self.per_case * self.period * 2)


VISITS: Final = (
    Visit(name="Applicant", per_case=1.0, period=60,
          about="front page, search, procedure, sign-in with VNeID, start, every page of the "
          "form, review, hand in, case page; of five cases three are extracts and two births"),
    Visit(name="Looker", per_case=2.0, period=20,
          about="front page, search, procedure page, and away"),
    Visit(name="Tracker", per_case=1.5, period=15, about="tracking page, a number"),
    Visit(name="Officer", per_case=1.6, period=20,
          about="work list, take a task, open the case, choose an act, do it: four steps for "
          "each birth, none for extracts, which go straight through"),
    Visit(name="Bank", per_case=0.5, period=6,
          about="a signed notice of money: half of the cases are paid online"),
    Visit(name="Program", per_case=0.2, period=30,
          about="REST: catalogue, procedure, draft, answers, hand in, own cases"),
)  # fmt: skip


def comers(multiple: float) -> int:
    """Return how many comers, at the pace of their visits, make a multiple of the peak hour."""
    each = sum(visit.per_case * visit.period for visit in VISITS)
    return max(round(CASES_A_SECOND * multiple * each), len(VISITS))

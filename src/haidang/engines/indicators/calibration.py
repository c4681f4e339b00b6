"""Compare what was told at acceptance with what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import Final

_Z: Final = 1.96
"""The normal quantile of an interval of 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One case: what was told, and the working time that it took; None: it still runs.

    A running case counts only once it is past P90: then both answers are known.
    """

    p50: timedelta
    p90: timedelta
    taken: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How many of the told cases ended within P50 and within P90."""

    count: int
    within_p50: int
    within_p90: int

    @property
    def share_p50(self) -> float | None:
        """Return the share that ended within P50; told was one half."""
        return self.within_p50 / self.count if self.count else None

    @property
    def share_p90(self) -> float | None:
        """Return the share that ended within P90; told were nine tenths."""
        return self.within_p90 / self.count if self.count else None

    @property
    def is_honest(self) -> bool | None:
        """Say whether one half and nine tenths lie in the intervals of 95 %; None: no cases.

        More cases within than told is honest as well: nobody was promised too much.
        """
        if not self.count:
            return None
        high_p50 = interval(self.within_p50, self.count)[1]
        high_p90 = interval(self.within_p90, self.count)[1]
        return high_p50 >= 0.5 and high_p90 >= 0.9


def calibrate(outcomes: Iterable[Outcome]) -> Calibration:
    """Count how often what was told came true; running cases count as late once past P90."""
    count = within_p50 = within_p90 = 0
    for outcome in outcomes:
        count += 1
        if outcome.taken is not None:
            within_p50 += outcome.taken <= outcome.p50
            within_p90 += outcome.taken <= outcome.p90
    return Calibration(count=count, within_p50=within_p50, within_p90=within_p90)


def interval(hits: int, count: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 % of a share; count is at least one."""
    share = hits / count
    scale = 1 + _Z**2 / count
    centre = (share + _Z**2 / (2 * count)) / scale
    reach = _Z / scale * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    return max(0.0, centre - reach), min(1.0, centre + reach)

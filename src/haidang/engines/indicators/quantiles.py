"""Quantiles of durations by the nearest rank: always a duration that really occurred."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import Final

from haidang.engines.indicators.model import Sample

HALF: Final = Fraction(1, 2)
NINE_OF_TEN: Final = Fraction(9, 10)


def quantile(durations: Sequence[timedelta], share: Fraction) -> timedelta:
    """Return the least duration that at least a share (0 to 1) of the durations do not exceed.

    Raises ValueError without durations and for a share outside 0 and 1. A fraction, since
    nine tenths of twenty must be eighteen.
    """
    if not durations or not 0 <= share <= 1:
        raise ValueError("A quantile needs durations and a share from 0 to 1.")
    rank = max(1, ceil(share * len(durations)))
    return sorted(durations)[rank - 1]


def summarize(durations: Sequence[timedelta]) -> Sample | None:
    """Return count, P50 and P90 of durations; None when there are none."""
    if not durations:
        return None
    return Sample(
        count=len(durations),
        p50=quantile(durations, HALF),
        p90=quantile(durations, NINE_OF_TEN),
    )

"""When cases come in: days of the year by season, week and Tết, minutes of the day by habit."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Final

from haidang.config.synth.chance import Random, chance_of
from haidang.engines.deadlines import DayKind, WorkingCalendar
from haidang.kernel.clock import VIETNAM

_DAY: Final = timedelta(days=1)
_BY_WEEKDAY: Final = (1.25, 1.1, 1.0, 1.0, 0.95, 0.35, 0.3)
_BY_MONTH: Final = (0.95, 0.9, 1.15, 1.05, 1.0, 1.0, 0.95, 1.1, 1.1, 1.0, 1.0, 0.85)
_CATCH_UP: Final = 10
_BY_HOUR: Final = (
    1, 1, 0, 0, 0, 2, 8, 40, 75, 80, 70, 35, 25, 40, 95, 50, 35, 20, 22, 34, 48, 44, 22, 8,
)  # fmt: skip
"""Mornings, a rush in the hour before 15:00, when the same-day limit ends, and the evening."""
_LAST_MINUTES_BEFORE_15: Final = 2.2


def count_by_day(*, year: int, cases: int, calendar: WorkingCalendar) -> dict[date, int]:
    """Share the cases of a year out over its days; the shares add up exactly."""
    first = date(year, 1, 1)
    days = [first + _DAY * number for number in range((date(year + 1, 1, 1) - first).days)]
    weights = [_weight(day, calendar) for day in days]
    whole = sum(weights)
    exact = [cases * weight / whole for weight in weights]
    counts = [int(share) for share in exact]
    by_rest = sorted(range(len(days)), key=lambda n: (counts[n] - exact[n], n))
    for number in by_rest[: cases - sum(counts)]:
        counts[number] += 1
    return dict(zip(days, counts, strict=True))


def arrivals(*, year: int, cases: int, calendar: WorkingCalendar, seed: int) -> Iterator[datetime]:
    """Yield the instants at which cases are handed in, in order."""
    for day, count in count_by_day(year=year, cases=cases, calendar=calendar).items():
        chance = chance_of(seed, "day", day)
        yield from sorted(_instant(day, chance) for _ in range(count))


def _weight(day: date, calendar: WorkingCalendar) -> float:
    weight = _BY_WEEKDAY[day.weekday()] * _BY_MONTH[day.month - 1]
    if calendar.days.get(day) is DayKind.SWAPPED_WORK:
        return 0.8 * _BY_MONTH[day.month - 1]
    if not calendar.is_working(day) and day.weekday() in calendar.weekly:
        return weight * 0.12
    return weight * _around_tet(day, calendar)


def _around_tet(day: date, calendar: WorkingCalendar) -> float:
    """Return how the long holiday slows people down before it and makes them catch up after."""
    after = next((n for n in range(1, _CATCH_UP + 1) if _is_long_off(day - _DAY * n, calendar)), 0)
    if after:
        return 1.0 + 0.5 * (1 - after / _CATCH_UP)
    before = next((n for n in range(1, 6) if _is_long_off(day + _DAY * n, calendar)), 0)
    return 0.55 + 0.08 * before if before else 1.0


def _is_long_off(day: date, calendar: WorkingCalendar) -> bool:
    """Tell whether at least three weekdays in a row, this one among them, are free."""
    around = [[day + _DAY * (start + n) for n in range(3)] for start in (-2, -1, 0)]
    return any(
        all(one.weekday() in calendar.weekly and not calendar.is_working(one) for one in three)
        for three in around
    )


def _instant(day: date, chance: Random) -> datetime:
    minute = bisect(_LIMITS, chance.random() * _LIMITS[-1])
    second = chance.randrange(60_000_000)
    midnight = datetime.combine(day, time(), VIETNAM)
    return midnight + timedelta(minutes=minute, microseconds=second)


def _minute_weight(minute: int) -> float:
    hour = _BY_HOUR[minute // 60] / 60
    return hour * _LAST_MINUTES_BEFORE_15 if 14 * 60 + 35 <= minute < 15 * 60 else hour


_LIMITS: Final = tuple(accumulate(_minute_weight(minute) for minute in range(24 * 60)))

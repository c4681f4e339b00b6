"""The working calendar: which days and hours an office works, from the library and overrides."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from holidays import country_holidays

from haidang.engines.deadlines.model import (
    USUAL_HOURS,
    DayKind,
    DayMark,
    OfficeHours,
)
from haidang.kernel.clock import VIETNAM, local

LABOUR_CODE: Final = "Bộ luật Lao động 45/2019/QH14, Điều 112"
CULTURE_DAY: Final = "Nghị quyết 80-NQ/TW (ngày 24/11)"
MONDAY_TO_FRIDAY: Final = frozenset(range(5))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """Days, weekly rhythm and office hours of one office, in one version.

    ``announced_until`` is the last day whose holidays and swaps are known; later dates
    are reckoned by the weekly rhythm and the library, and marked as provisional.
    """

    days: Mapping[date, DayKind]
    hours: OfficeHours = USUAL_HOURS
    weekly: frozenset[int] = MONDAY_TO_FRIDAY
    marks: Mapping[date, DayMark] = field(default_factory=dict)
    announced_until: date | None = None
    version: str = ""

    def __post_init__(self) -> None:
        if not self.weekly or not self.weekly <= frozenset(range(7)):
            raise ValueError("A week has working days, numbered from 0 (Monday) to 6 (Sunday).")

    def is_working(self, day: date) -> bool:
        """Say whether the office works on a day."""
        kind = self.days.get(day)
        if kind is None:
            return day.weekday() in self.weekly
        return kind is DayKind.SWAPPED_WORK

    def working_day_from(self, day: date) -> date:
        """Return the day itself if worked, else the next working day."""
        while not self.is_working(day):
            day += _DAY
        return day

    def next_working_day(self, day: date) -> date:
        """Return the first working day after a day."""
        return self.working_day_from(day + _DAY)

    def add_working_days(self, day: date, count: int) -> date:
        """Count working days on from a day, which is not itself counted."""
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def opening(self, day: date) -> datetime:
        """Return the instant at which the hours of a day begin."""
        return datetime.combine(day, self.hours.on(day)[0].start, VIETNAM)

    def closing(self, day: date) -> datetime:
        """Return the instant at which the hours of a day end."""
        return datetime.combine(day, self.hours.on(day)[-1].end, VIETNAM)

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the stretches worked on a day; none on a day off."""
        if not self.is_working(day):
            return []
        return [
            (datetime.combine(day, span.start, VIETNAM), datetime.combine(day, span.end, VIETNAM))
            for span in self.hours.on(day)
        ]

    def within_hours(self, instant: datetime) -> datetime:
        """Move an instant of a working day into that day's hours, never to another day."""
        instant = local(instant)
        for start, end in self.spans(instant.date()):
            if instant <= end:
                return max(instant, start)
        return self.closing(instant.date())

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Return how long the office worked between two instants; zero when reversed."""
        total = timedelta()
        for opened, closed in self._spans_from(local(start)):
            if opened >= end:
                break
            total += max(min(closed, end) - max(opened, start), timedelta())
        return total

    def walk(self, instant: datetime, amount: timedelta) -> datetime:
        """Go on from an instant by working time; a full day ends at its closing."""
        return self._walk(local(instant), amount, to_opening=False)

    def shift(self, instant: datetime, amount: timedelta) -> datetime:
        """Put an instant off by working time; what stood at an opening stays at one."""
        instant = local(instant)
        opened = any(instant == start for start, _ in self.spans(instant.date()))
        return self._walk(instant, amount, to_opening=opened)

    def _walk(self, instant: datetime, amount: timedelta, *, to_opening: bool) -> datetime:
        if amount <= timedelta():
            return instant
        for opened, closed in self._spans_from(instant):
            here = max(opened, instant)
            room = closed - here
            if amount < room or (amount == room and not to_opening):
                return here + amount
            amount -= room
        raise AssertionError("The spans of a calendar never end.")  # pragma: no cover

    def _spans_from(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = instant.date()
        while True:
            yield from (span for span in self.spans(day) if span[1] >= instant)
            day += _DAY


def build_calendar(
    years: Iterable[int],
    overrides: Iterable[DayMark] = (),
    hours: OfficeHours = USUAL_HOURS,
    *,
    weekly: frozenset[int] = MONDAY_TO_FRIDAY,
    announced_until: date | None = None,
    version: str = "",
) -> WorkingCalendar:
    """Build a calendar: the library's holidays of some years, then the officers' overrides.

    Law: Bộ luật Lao động 45/2019/QH14, Article 112; swaps by the Government's notices.
    """
    marks = {mark.day: mark for mark in _library_marks(tuple(sorted(set(years))))}
    marks.update({mark.day: mark for mark in overrides})
    return WorkingCalendar(
        days={day: mark.kind for day, mark in marks.items()},
        hours=hours,
        weekly=weekly,
        marks=marks,
        announced_until=announced_until,
        version=version,
    )


@lru_cache(maxsize=32)
def _library_marks(years: tuple[int, ...]) -> tuple[DayMark, ...]:
    if not years:
        return ()
    vietnamese = country_holidays("VN", years=years, language="vi")
    english = country_holidays("VN", years=years, language="en_US")
    statutory = country_holidays("VN", years=years, observed=False)
    marks = [
        DayMark(
            day=day,
            kind=_kind(english[day], is_statutory=day in statutory),
            name={"vi": vietnamese[day], "en": english[day]},
            law=CULTURE_DAY if (day.month, day.day) == (11, 24) else LABOUR_CODE,
        )
        for day in sorted(vietnamese)
    ]
    worked = sorted(day for day in vietnamese.weekend_workdays if day.year in years)
    return (*marks, *(_worked_instead(day) for day in worked))


def _kind(name: str, *, is_statutory: bool) -> DayKind:
    if name.startswith("Day off (substituted"):
        return DayKind.SWAPPED_OFF
    return DayKind.HOLIDAY if is_statutory else DayKind.COMPENSATORY


def _worked_instead(day: date) -> DayMark:
    name = {"vi": "Ngày làm bù do hoán đổi", "en": "Working day after a swap"}
    return DayMark(day=day, kind=DayKind.SWAPPED_WORK, name=name, law=LABOUR_CODE)

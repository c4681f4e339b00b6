"""What the deadline engine speaks of: office hours, days, limits, due instants, reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final, Literal

LONGEST_LIMIT: Final = 3650
"""No legal time limit is longer than ten years of days; more is a slip of the pen."""


class DayKind(StrEnum):
    """Why a day differs from what its weekday says."""

    HOLIDAY = "holiday"
    COMPENSATORY = "compensatory"
    SWAPPED_OFF = "swapped_off"
    SWAPPED_WORK = "swapped_work"


class Unit(StrEnum):
    """What a time limit counts; ``NONE`` means that the law sets no due date."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """One dated entry of the calendar, with its name and its legal reference."""

    day: date
    kind: DayKind
    name: Mapping[str, str]
    law: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of a working day, in Vietnam's time."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError("Office hours end after they begin.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPeriod:
    """The office hours that hold from a date on."""

    valid_from: date
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError("A working day has at least one span.")
        ends = [span.end for span in self.spans[:-1]]
        if any(end > later.start for end, later in zip(ends, self.spans[1:], strict=True)):
            raise ValueError("The spans of a day follow each other.")


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Office hours over time; before the first period its hours hold as well."""

    periods: tuple[HoursPeriod, ...]

    def __post_init__(self) -> None:
        if not self.periods:
            raise ValueError("Office hours need at least one period.")

    def on(self, day: date) -> tuple[Span, ...]:
        """Return the spans of a day."""
        ordered = sorted(self.periods, key=lambda period: period.valid_from)
        held = [period for period in ordered if period.valid_from <= day]
        return (held[-1] if held else ordered[0]).spans


USUAL_HOURS: Final = OfficeHours(
    (
        HoursPeriod(
            valid_from=date(2000, 1, 1),
            spans=(Span(time(7), time(11, 30)), Span(time(13, 30), time(17))),
        ),
    )
)
"""The usual hours of provincial offices: eight hours a day."""


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long the law gives for one step, by one channel.

    ``cut_off`` is the procedure's own last minute of the day (15:00 for civil status):
    what is accepted later counts from the next working day. One working day with a
    cut-off is the law's "ngay trong ngày làm việc": due at closing time of the same day.
    ``instant`` marks a straight-through procedure: no receipt on paper, the limit holds
    only where a person must step in (NĐ 118/2025/NĐ-CP).
    """

    value: int
    unit: Unit = Unit.WORKING_DAY
    cut_off: time | None = None
    instant: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))
        if not 0 <= self.value <= LONGEST_LIMIT:
            raise ValueError(f"A time limit lies between 0 and {LONGEST_LIMIT}.")

    @property
    def is_same_day(self) -> bool:
        """Say whether the result is owed on the day of acceptance."""
        owed_at_once = self.value == 0 or (self.value == 1 and self.cut_off is not None)
        return self.unit is Unit.WORKING_DAY and owed_at_once


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One step of the reckoning: a stable code, words by language, the article of law."""

    code: str
    text: Mapping[str, str]
    article: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a result is owed, since when the clock runs, and why; ``None`` means no due date."""

    due_at: datetime | None
    starts_at: datetime
    reasons: tuple[Reason, ...] = ()
    instant: bool = False
    calendar_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch that does not count, such as public posting or the tax office's time."""

    starts_at: datetime
    ends_at: datetime
    name: Mapping[str, str]
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointments:
    """Hẹn lần 1 and, once the financial obligation is met, hẹn lần 2."""

    first: Due
    second: Due | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a newer calendar would say of a printed appointment; the printed one stands."""

    printed_at: datetime | None
    suggested_at: datetime | None
    differs: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """What can be derived of a case's due instant; never stored, never a state."""

    is_overdue: bool
    is_near: bool
    is_early: bool
    working_hours_left: float | None


Light = Literal["green", "amber", "red", "none"]
Outcome = Literal["early", "on_time", "late", "none"]

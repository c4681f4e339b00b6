"""Read calendars and time limits from package data; every fault is told at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, ValidationError
from pydantic_core import ErrorDetails

from haidang.engines.deadlines.model import (
    LONGEST_LIMIT,
    USUAL_HOURS,
    DayKind,
    DayMark,
    HoursPeriod,
    OfficeHours,
    Span,
    TimeLimit,
    Unit,
)
from haidang.engines.deadlines.working_calendar import (
    MONDAY_TO_FRIDAY,
    WorkingCalendar,
    build_calendar,
)
from haidang.kernel.errors import Problem

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRules:
    """One version of a city's calendar: what its officers decided, without the library."""

    overrides: tuple[DayMark, ...] = ()
    hours: OfficeHours = USUAL_HOURS
    weekly: frozenset[int] = MONDAY_TO_FRIDAY
    announced_until: date | None = None
    version: str = ""


def calendar_of(rules: CalendarRules, years: Iterable[int]) -> WorkingCalendar:
    """Build the working calendar of a city's rules for some years."""
    return build_calendar(
        years,
        rules.overrides,
        rules.hours,
        weekly=rules.weekly,
        announced_until=rules.announced_until,
        version=rules.version,
    )


def parse_calendar(data: object) -> tuple[CalendarRules | None, list[Problem]]:
    """Read the data of a ``calendar.yaml``: rules, or every problem that it has."""
    try:
        page = _Calendar.model_validate(data)
    except ValidationError as error:
        return None, [_problem(fault) for fault in error.errors()]
    problems = [*_repeated_days(page), *_faulty_hours(page)]
    if problems:
        return None, problems
    rules = CalendarRules(
        overrides=tuple(_mark(entry) for entry in page.overrides),
        hours=_hours(page) if page.hours else USUAL_HOURS,
        weekly=frozenset(WEEKDAYS.index(name) for name in page.working_week),
        announced_until=page.announced_until,
        version=page.version,
    )
    return rules, []


def parse_time_limit(data: object) -> tuple[TimeLimit | None, list[Problem]]:
    """Read ``{value, unit, cut_off, instant}`` of a manifest's channel."""
    try:
        page = _TimeLimit.model_validate(data)
    except ValidationError as error:
        return None, [_problem(fault) for fault in error.errors()]
    return TimeLimit(page.value, page.unit, page.cut_off, page.instant), []


def _clock_text(value: object) -> object:
    # YAML 1.1 reads an unquoted 15:00 as the number 900; it must be quoted.
    if value is None or isinstance(value, time | str):
        return value
    message = "A time of day is written in quotes."
    raise ValueError(message)


_Clock = Annotated[time, BeforeValidator(_clock_text)]
_OptionalClock = Annotated[time | None, BeforeValidator(_clock_text)]


class _Page(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _TimeLimit(_Page):
    value: StrictInt = Field(default=0, ge=0, le=LONGEST_LIMIT)
    unit: Unit
    cut_off: _OptionalClock = None
    instant: bool = False


class _Words(_Page):
    vi: str = Field(min_length=1)
    en: str = ""


class _Entry(_Page):
    date: date
    kind: DayKind
    name: _Words
    law: str = Field(min_length=1)
    note: str = ""


class _Stretch(_Page):
    start: _Clock
    end: _Clock


class _Period(_Page):
    valid_from: date
    spans: list[_Stretch] = Field(min_length=1)
    law: str = ""


class _Calendar(_Page):
    version: str = Field(min_length=1)
    announced_until: date | None = None
    working_week: list[str] = Field(default=list(WEEKDAYS[:5]), min_length=1)
    hours: list[_Period] = Field(default_factory=list)
    overrides: list[_Entry] = Field(default_factory=list)


def _mark(entry: _Entry) -> DayMark:
    name = {"vi": entry.name.vi, "en": entry.name.en or entry.name.vi}
    return DayMark(day=entry.date, kind=entry.kind, name=name, law=entry.law)


def _hours(page: _Calendar) -> OfficeHours:
    return OfficeHours(
        tuple(
            HoursPeriod(
                valid_from=period.valid_from,
                spans=tuple(Span(stretch.start, stretch.end) for stretch in period.spans),
            )
            for period in page.hours
        )
    )


def _repeated_days(page: _Calendar) -> Iterable[Problem]:
    seen: set[date] = set()
    for index, entry in enumerate(page.overrides):
        if entry.date in seen:
            yield _told("repeated_day", f"/overrides/{index}/date")
        seen.add(entry.date)


def _faulty_hours(page: _Calendar) -> Iterable[Problem]:
    for index, name in enumerate(page.working_week):
        if name not in WEEKDAYS:
            yield _told("unknown_weekday", f"/working_week/{index}")
    for index, period in enumerate(page.hours):
        moments = [moment for stretch in period.spans for moment in (stretch.start, stretch.end)]
        follow = all(one < two for one, two in zip(moments[::2], moments[1::2], strict=True))
        if not follow or moments != sorted(moments):
            yield _told("hours_out_of_order", f"/hours/{index}/spans")


def _problem(fault: ErrorDetails) -> Problem:
    path = "".join(f"/{part}" for part in fault["loc"])
    code = {"missing": "missing", "extra_forbidden": "unknown_key"}.get(fault["type"], "invalid")
    return _told(code, path, detail=fault["msg"])


_MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("Thiếu mục bắt buộc này.", "This entry is required."),
    "unknown_key": ("Không có mục nào mang tên này.", "There is no entry of this name."),
    "invalid": ("Giá trị không hợp lệ.", "The value is not valid."),
    "repeated_day": ("Ngày này đã được khai báo ở trên.", "This day stands above already."),
    "unknown_weekday": (
        "Tên thứ trong tuần không đúng (monday … sunday).",
        "A weekday is one of monday … sunday.",
    ),
    "hours_out_of_order": (
        "Các khoảng giờ làm việc phải nối tiếp nhau trong ngày.",
        "The spans of a day follow each other.",
    ),
}


def _told(code: str, path: str, detail: str = "") -> Problem:
    vietnamese, english = _MESSAGES[code]
    return Problem(
        code=f"deadlines.{code}",
        path=path,
        message={"vi": vietnamese, "en": english},
        hint={"en": detail} if detail else {},
    )

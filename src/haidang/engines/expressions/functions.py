"""The functions that package data may call besides CEL's own.

A day is a text in ISO 8601, so that days compare with ``<`` as they are. A function that is
given something it cannot read answers `FAILED`, which makes the whole expression unknown.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from haidang.kernel.clock import VIETNAM
from haidang.kernel.text import fold as fold_text

FAILED: Final = object()
"""CEL cannot hold this object, so returning it is an error without a raised exception."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_GROUPED: Final = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+)", re.ASCII)


def read_day(value: object) -> date | None:
    """Return the day that a text, a day or an instant means in Vietnam, else None."""
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.match(value):
        try:
            return date.fromisoformat(value) if len(value) == 10 else _day_of_instant(value)
        except ValueError:
            return None
    return None


def _day_of_instant(value: str) -> date | None:
    return read_day(datetime.fromisoformat(value))


def _day(value: object) -> object:
    found = read_day(value)
    return found.isoformat() if found else FAILED


def _days_between(start: object, end: object) -> object:
    first, last = read_day(start), read_day(end)
    return (last - first).days if first and last else FAILED


def whole_months(first: date, last: date) -> int:
    """Count the whole months that have passed; a missing day falls on the month's last.

    Law: Bộ luật Dân sự 91/2015/QH13, Article 148(3).
    """
    if last < first:
        return -whole_months(last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    anniversary = min(first.day, monthrange(last.year, last.month)[1])
    return months if last.day >= anniversary else months - 1


def _months_between(start: object, end: object) -> object:
    first, last = read_day(start), read_day(end)
    return whole_months(first, last) if first and last else FAILED


def _years_between(start: object, end: object) -> object:
    first, last = read_day(start), read_day(end)
    if not first or not last:
        return FAILED
    months = whole_months(first, last)
    return months // 12 if months >= 0 else -(-months // 12)


def _add_days(start: object, count: object) -> object:
    first = read_day(start)
    if first is None or not _is_whole(count):
        return FAILED
    try:
        return (first + timedelta(days=int(str(count)))).isoformat()
    except OverflowError:
        return FAILED


def _add_months(start: object, count: object) -> object:
    first = read_day(start)
    if first is None or not _is_whole(count):
        return FAILED
    year, month = divmod(first.year * 12 + first.month - 1 + int(str(count)), 12)
    if not date.min.year <= year <= date.max.year:
        return FAILED
    last_day = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(first.day, last_day)).isoformat()


def _add_years(start: object, count: object) -> object:
    return _add_months(start, int(str(count)) * 12) if _is_whole(count) else FAILED


def _year(value: object) -> object:
    found = read_day(value)
    return found.year if found else FAILED


def _fold(value: object) -> object:
    return fold_text(value) if isinstance(value, str) else FAILED


def _money(value: object) -> object:
    if _is_whole(value):
        return value
    if isinstance(value, str) and _GROUPED.fullmatch(value.strip()):
        return int(value.strip().replace(".", ""))
    return FAILED


def _smallest(*values: object) -> object:
    numbers = _numbers(values)
    return min(numbers) if numbers else FAILED


def _greatest(*values: object) -> object:
    numbers = _numbers(values)
    return max(numbers) if numbers else FAILED


def _sum(values: object) -> object:
    if not isinstance(values, list | tuple):
        return FAILED
    numbers = _numbers((values,))
    return FAILED if numbers is None else sum(numbers)


def _numbers(values: tuple[object, ...]) -> list[int | float] | None:
    """Return the numbers given as a list or one by one; None when one is not a number."""
    first = values[0] if len(values) == 1 else None
    items = list(first) if isinstance(first, list | tuple) else list(values)
    numbers = [item for item in items if isinstance(item, int | float)]
    if any(isinstance(item, bool) for item in items):
        return None
    return numbers if len(numbers) == len(items) else None


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


FUNCTIONS: Final[Mapping[str, Callable[..., object]]] = {
    "date": _day,
    "days_between": _days_between,
    "months_between": _months_between,
    "years_between": _years_between,
    "add_days": _add_days,
    "add_months": _add_months,
    "add_years": _add_years,
    "year": _year,
    "fold": _fold,
    "money": _money,
    "min": _smallest,
    "max": _greatest,
    "sum": _sum,
}
"""Name to function. ``today()`` and ``has()`` are read at compile time instead."""

BUILT_IN: Final = frozenset(
    {
        *("all", "exists", "exists_one", "filter", "map", "has", "size", "today", "type"),
        *("bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "uint"),
        *("contains", "endsWith", "matches", "startsWith"),
        *("getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getFullYear"),
        *("getHours", "getMilliseconds", "getMinutes", "getMonth", "getSeconds"),
    },
)
"""What CEL itself knows, and our two."""

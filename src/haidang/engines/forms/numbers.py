"""Read numbers, money, days and times as Vietnamese people write them."""

import math
import re
from datetime import date, datetime, time
from typing import Final

from haidang.engines.expressions import Expression, Names, read_day
from haidang.engines.forms.model import JSON, Field
from haidang.engines.forms.words import Fault
from haidang.kernel.clock import VIETNAM

_WHOLE: Final = re.compile(r"-?(?:\d+|\d{1,3}(?:[. ]\d{3})+)", re.ASCII)
_FRACTION: Final = re.compile(r"-?(?:\d+|\d{1,3}(?:[. ]\d{3})+)(?:,\d+)?", re.ASCII)
_POINTED: Final = re.compile(r"-?\d+\.\d+", re.ASCII)
_CURRENCY: Final = re.compile(r"\s*(?:đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4})", re.ASCII)
_SHORT_YEAR: Final = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}", re.ASCII)
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH: Final = re.compile(r"(?:(\d{1,2})[/.\-](\d{4})|(\d{4})-(\d{2}))", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_CLOCK: Final = re.compile(
    r"(\d{1,2})\s*(?:[:hH]|giờ)\s*(?:(\d{1,2})\s*(?:phút)?)?(?::\d{2}(?:\.\d+)?)?",
    re.ASCII,
)
_YEARS: Final = range(1800, 2201)
_GREATEST: Final = 2**53


def read_integer(item: Field, value: JSON) -> JSON | Fault:
    """Return a whole number."""
    number = _whole(value)
    return Fault(code="integer") if number is None else _bounded(item, number)


def read_money(item: Field, value: JSON) -> JSON | Fault:
    """Return an amount in whole đồng; below zero only where the form says so."""
    number = _whole(_CURRENCY.sub("", value.strip()) if isinstance(value, str) else value)
    if number is None or (number < 0 and item.limits.minimum is None):
        return Fault(code="money")
    return _bounded(item, number)


def read_decimal(item: Field, value: JSON) -> JSON | Fault:
    """Return a number; in text the comma divides and dots group, as in Vietnam."""
    number = _fraction(value)
    if number is None or not math.isfinite(number) or abs(number) > _GREATEST:
        return Fault(code="decimal")
    return _bounded(item, number)


def read_date(item: Field, value: str, names: Names) -> str | Fault:
    """Return a day as ISO 8601, from dd/MM/yyyy or ISO 8601."""
    day = parse_day(value)
    if day is None:
        is_short = _SHORT_YEAR.fullmatch(value.strip()) is not None
        return Fault(code="date_short_year" if is_short else "date")
    return out_of_span(item, day, names) or day.isoformat()


def read_partial_date(item: Field, value: str, names: Names) -> str | Fault:
    """Return a year, a month of a year, or a day, as far as it is known."""
    text = value.strip()
    if _YEAR.fullmatch(text) and int(text) in _YEARS:
        return text
    found = _MONTH.fullmatch(text)
    if found:
        month = int(found[1] or found[4])
        year = int(found[2] or found[3])
        if 1 <= month <= 12 and year in _YEARS:
            return f"{year:04}-{month:02}"
        return Fault(code="partial_date")
    day = parse_day(text)
    if day is None:
        return Fault(code="partial_date")
    return out_of_span(item, day, names) or day.isoformat()


def read_time(value: str) -> str | Fault:
    """Return hours and minutes, from 08:30, 8h30 or 8 giờ 30."""
    found = parse_clock(value)
    return found.strftime("%H:%M") if found else Fault(code="time")


def read_datetime(item: Field, value: str, names: Names) -> str | Fault:
    """Return an instant in Vietnam's time; without a zone Vietnam's is meant."""
    instant = _parse_instant(value.strip())
    if instant is None:
        return Fault(code="datetime")
    fault = out_of_span(item, instant.date(), names)
    return fault or instant.isoformat(timespec="seconds")


def parse_day(value: str) -> date | None:
    """Return the day that a text means, or None when there is no such day."""
    text = value.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    else:
        return None
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def parse_clock(value: str) -> time | None:
    """Return the time of day that a text means."""
    found = _CLOCK.fullmatch(value.strip())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def out_of_span(item: Field, day: date, names: Names) -> Fault | None:
    """Say that a day lies before the earliest or after the latest allowed, if it does."""
    earliest, latest = _bound(item.limits.earliest, names), _bound(item.limits.latest, names)
    if earliest and day < earliest:
        return Fault(code="too_early", params={"limit": earliest.strftime("%d/%m/%Y")})
    if latest and day > latest:
        return Fault(code="too_late", params={"limit": latest.strftime("%d/%m/%Y")})
    return None


def _bound(expression: Expression | None, names: Names) -> date | None:
    return read_day(expression.evaluate(names)) if expression else None


def _parse_instant(text: str) -> datetime | None:
    if _ISO.match(text):
        try:
            instant = datetime.fromisoformat(text)
            placed = instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)
            local = placed.astimezone(VIETNAM)
        except (ValueError, OverflowError):
            return None
        return local.replace(microsecond=0) if local.year in _YEARS else None
    day_text, _, clock_text = text.replace(",", " ").partition(" ")
    day, clock = parse_day(day_text), parse_clock(clock_text)
    return datetime.combine(day, clock, tzinfo=VIETNAM) if day and clock else None


def _whole(value: JSON) -> int | None:
    if isinstance(value, str):
        text = value.strip()
        if len(text) > 25 or not _WHOLE.fullmatch(text):
            return None
        value = int(text.replace(".", "").replace(" ", ""))
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _GREATEST:
        return None
    return value


def _fraction(value: JSON) -> float | None:
    if isinstance(value, str):
        text = value.strip()
        if len(text) > 30:
            return None
        if _FRACTION.fullmatch(text):
            return float(text.replace(".", "").replace(" ", "").replace(",", "."))
        return float(text) if _POINTED.fullmatch(text) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= _GREATEST else None


def _bounded(item: Field, number: int | float) -> JSON | Fault:
    minimum, maximum = item.limits.minimum, item.limits.maximum
    if minimum is not None and number < minimum:
        return Fault(code="too_small", params={"limit": shown_number(minimum)})
    if maximum is not None and number > maximum:
        return Fault(code="too_great", params={"limit": shown_number(maximum)})
    return number


def shown_number(number: float) -> str:
    """Write a number as in Vietnam: dots group, the comma divides."""
    text = f"{number:,.6f}".rstrip("0").rstrip(".") if number % 1 else f"{int(number):,}"
    return text.translate(str.maketrans(",.", ".,"))

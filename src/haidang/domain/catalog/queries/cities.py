"""Reads of the published cities, kept in memory."""

import functools
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings

from haidang.domain.catalog.errors import CityNotPublished, NotOffered
from haidang.domain.catalog.models import CityRevision
from haidang.engines.deadlines import NEAR, WorkingCalendar, calendar_of
from haidang.engines.packages import CityPackage, Offer, load_context, read_city
from haidang.kernel.clock import today

_KEPT_SECONDS: Final = 5
"""So long may a process not know a city that another process published for the first time."""


@functools.lru_cache(maxsize=64)
def city_revision(code: str) -> CityPackage:
    """Return a city's newest package; raises CityNotPublished."""
    row = CityRevision.objects.filter(city=code).order_by("-number").first()
    if row is None:
        raise CityNotPublished
    files = {name: text.encode() for name, text in row.content.items()}
    package = read_city(files, name=code).city
    if package is None:
        raise CityNotPublished
    return package


def working_calendar(city: str) -> WorkingCalendar:
    """Return the working calendar of a city."""
    return _calendar(city, today().year)


def get_offer(city: str, procedure: str, *, on: date | None = None) -> Offer:
    """Return how a city offers a procedure on a day; raises NotOffered."""
    day = on or today()
    for offer in city_revision(city).offers:
        begun = offer.valid_from is None or offer.valid_from <= day
        if (
            offer.procedure == procedure
            and begun
            and not (offer.valid_until and offer.valid_until <= day)
        ):
            return offer
    raise NotOffered


def number_format(city: str) -> str:
    """Return the name of the city's case number format."""
    numbering = city_revision(city).manifest.get("numbering")
    style = numbering.get("case") if isinstance(numbering, Mapping) else None
    return str(style or "agency_first")


def near_time(city: str) -> timedelta:
    """Return how much working time before its due instant a task counts as due soon."""
    deadlines = city_revision(city).manifest.get("deadlines")
    hours = deadlines.get("near_hours") if isinstance(deadlines, Mapping) else None
    return timedelta(hours=hours) if isinstance(hours, int) else NEAR


def short_name(city: str) -> str:
    """Return the city's everyday name."""
    return str(city_revision(city).brand.get("short", ""))


def unit_provinces() -> Mapping[str, str]:
    """Return the province of each commune-level unit of the published cities."""
    return _places(_period_now()).provinces


def unit_names() -> Mapping[str, str]:
    """Return the name of each commune-level unit and province of the published cities."""
    return _places(_period_now()).names


def forget_cities() -> None:
    """Forget what is kept of the cities in this process; they are read afresh."""
    city_revision.cache_clear()
    _places.cache_clear()


@functools.lru_cache(maxsize=1)
def value_lists() -> Mapping[str, object]:
    """Return the lists that answers come from: countries and ethnicities."""
    lists = load_context(settings.HAIDANG_CONTENT_DIR).lists
    return dict(lists)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """The units of all published cities."""

    provinces: Mapping[str, str]
    names: Mapping[str, str]


def _period_now() -> int:
    return int(time.monotonic()) // _KEPT_SECONDS


@functools.lru_cache(maxsize=1)
def _places(_period: int) -> _Places:
    cities = CityRevision.objects.order_by("city").values_list("city", flat=True).distinct()
    packages = [city_revision(city) for city in cities]
    names: dict[str, str] = {}
    for package in packages:
        names[package.province_code] = package.name["vi"]
        names |= {unit.code: unit.name for unit in package.units}
    provinces = {unit.code: one.province_code for one in packages for unit in one.units}
    return _Places(provinces=provinces, names=names)


@functools.lru_cache(maxsize=64)
def _calendar(city: str, year: int) -> WorkingCalendar:
    rules = city_revision(city).calendar
    if rules is None:
        raise CityNotPublished
    return calendar_of(rules, years=range(year - 1, year + 3))

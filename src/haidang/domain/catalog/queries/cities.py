"""Reads of the published cities, kept in memory."""

import functools
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from haidang.domain.catalog.errors import CityNotPublished, NotOffered, ProcedureUnknown
from haidang.domain.catalog.models import CityRevision
from haidang.domain.catalog.queries.revisions import current_revision
from haidang.engines.deadlines import NEAR, WorkingCalendar, calendar_of
from haidang.engines.packages import CityPackage, Offer, load_context, read_city
from haidang.kernel.clock import today

_KEPT_SECONDS: Final = 2
"""So long may a process not know what another process published: then it looks again."""


def city_revision(code: str) -> CityPackage:
    """Return a city's newest package; raises CityNotPublished.

    Packages are kept by their revision, which never changes; which one is the newest is
    asked anew every two seconds, by one read of an index.
    """
    return _package(_newest(code, _period_now()))


def city_revision_number(code: str) -> int:
    """Return the number of a city's newest revision, asked anew; raises CityNotPublished."""
    rows = CityRevision.objects.filter(city=code).order_by("-number")
    number = rows.values_list("number", flat=True).first()
    if number is None:
        raise CityNotPublished
    return number


def working_calendar(city: str) -> WorkingCalendar:
    """Return the working calendar of a city."""
    return _calendar(_newest(city, _period_now()), today().year)


def calendar_in_revision(city: str, number: int) -> WorkingCalendar:
    """Return the working calendar that a revision of a city holds; raises CityNotPublished."""
    found = CityRevision.objects.filter(city=city, number=number)
    revision = found.values_list("id", flat=True).first()
    if revision is None:
        raise CityNotPublished
    return _calendar(revision, today().year)


def city_files(city: str) -> dict[str, bytes]:
    """Return the files of a city's newest revision, asked anew; raises CityNotPublished."""
    row = CityRevision.objects.filter(city=city).order_by("-number").first()
    if row is None:
        raise CityNotPublished
    return _files(row)


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
    return _generic_offer(city, procedure)


def _generic_offer(city: str, procedure: str) -> Offer:
    """Return how the city's rules offer a procedure of the national catalogue."""
    try:
        package = current_revision(procedure).package
    except ProcedureUnknown as error:
        raise NotOffered from error
    if package.snapshot_on is not None:
        field, ministry = package.field.get("vi", ""), package.field.get("code", "")
        for rule in city_revision(city).national:
            if rule.fits(levels=package.level, ministry=ministry, field=field):
                return Offer(
                    procedure=procedure,
                    competent=rule.competent,
                    agency=rule.agency,
                    reception=rule.reception,
                    nationwide=rule.nationwide,
                )
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
    _newest.cache_clear()
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
def _newest(code: str, _period: int) -> UUID:
    rows = CityRevision.objects.filter(city=code).order_by("-number")
    revision = rows.values_list("id", flat=True).first()
    if revision is None:
        raise CityNotPublished
    return revision


@functools.lru_cache(maxsize=64)
def _package(revision: UUID) -> CityPackage:
    row = CityRevision.objects.get(pk=revision)
    package = read_city(_files(row), name=row.city).city
    if package is None:
        raise CityNotPublished
    return package


def _files(row: CityRevision) -> dict[str, bytes]:
    return {name: text.encode() for name, text in row.content.items()}


@functools.lru_cache(maxsize=64)
def _calendar(revision: UUID, year: int) -> WorkingCalendar:
    rules = _package(revision).calendar
    if rules is None:
        raise CityNotPublished
    return calendar_of(rules, years=range(year - 1, year + 3))

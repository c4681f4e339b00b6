"""Reads of the catalogue; revisions are immutable, so they are kept in memory."""

import functools
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from haidang.domain.catalog.errors import (
    CityNotPublished,
    NotOffered,
    ProcedureUnknown,
    RevisionUnknown,
)
from haidang.domain.catalog.models import CityRevision, Procedure, ProcedureRevision
from haidang.domain.catalog.types import ProcedureSummary, Revision, RevisionId, SearchHit
from haidang.engines.deadlines import WorkingCalendar, calendar_of
from haidang.engines.packages import CityPackage, Offer, from_json, load_context, read_city
from haidang.kernel.clock import today
from haidang.kernel.text import fold

_WEAKEST: Final = 0.5
"""A hit that is less than half as good as the best one only stands in the way."""

_KEPT_SECONDS: Final = 5
"""So long may a process not know a city that another process published for the first time."""

_SEARCH = """
WITH asked AS (SELECT %(folded)s::text AS folded, %(query)s::tsquery AS query)
SELECT p.code,
       0.55 * word_similarity(asked.folded, p.folded_name)
           + 0.15 * similarity(asked.folded, p.folded_name)
           + 0.3 * ts_rank_cd(p.words, asked.query, 4 | 32) AS score
FROM catalog_procedure p, asked
WHERE p.current_id IS NOT NULL
  AND (p.words @@ asked.query OR asked.folded <%% p.folded_name OR p.code = asked.folded)
ORDER BY (p.code = asked.folded) DESC, score DESC, p.code
LIMIT %(limit)s
"""


@functools.lru_cache(maxsize=4_096)
def get_revision(revision_id: UUID) -> Revision:
    """Return a revision by its id; raises RevisionUnknown."""
    row = ProcedureRevision.objects.filter(pk=revision_id).first()
    if row is None:
        raise RevisionUnknown
    return Revision(
        id=RevisionId(row.id),
        code=row.procedure_id,
        number=row.number,
        content_hash=row.content_hash,
        published_at=row.published_at,
        package=from_json(row.content),
    )


def current_revision(code: str) -> Revision:
    """Return the newest revision of a procedure; raises ProcedureUnknown."""
    current = Procedure.objects.filter(pk=code).values_list("current_id", flat=True).first()
    if current is None:
        raise ProcedureUnknown
    return get_revision(current)


def list_procedures() -> list[ProcedureSummary]:
    """Return every published procedure in the order of codes."""
    rows = Procedure.objects.exclude(current=None).select_related("current").order_by("code")
    return [_summary(row) for row in rows]


def search_procedures(query: str, *, limit: int = 10) -> list[SearchHit]:
    """Return procedures for plain words, with or without accents, forgiving typing slips."""
    folded = fold(query)
    words = re.findall(r"\w+", folded)
    if not words:
        return []
    ts_query = " | ".join(f"'{word}'" for word in words)
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, {"folded": folded, "query": ts_query, "limit": limit})
        found = {code: float(score) for code, score in cursor.fetchall()}
    best = max(found.values(), default=0.0)
    found = {code: score for code, score in found.items() if score >= best * _WEAKEST}
    rows = {
        row.code: row for row in Procedure.objects.filter(code__in=found).select_related("current")
    }
    return [
        SearchHit(procedure=_summary(rows[code]), score=round(score, 4))
        for code, score in found.items()
    ]


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


def _summary(row: Procedure) -> ProcedureSummary:
    return ProcedureSummary(
        code=row.code,
        name=row.summary["name"],
        field=row.summary["field"],
        summary=row.summary["summary"],
        level=tuple(row.summary["level"]),
        audiences=tuple(row.summary["audiences"]),
        revision=row.current.number if row.current else 0,
    )

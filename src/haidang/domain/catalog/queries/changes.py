"""A city's files as they would be after a change; nothing is written."""

from collections.abc import Mapping

import yaml

from haidang.domain.catalog import policies
from haidang.domain.catalog.errors import CityChangeFaulty
from haidang.domain.catalog.queries.cities import city_files, city_revision
from haidang.domain.catalog.types import CalendarChange, CityWords
from haidang.engines.deadlines import WorkingCalendar, calendar_of, change_days
from haidang.engines.packages import CityPackage, read_city
from haidang.engines.packages.source import read_yaml
from haidang.kernel.actors import Actor
from haidang.kernel.clock import today

CALENDAR = "calendar.yaml"
MANIFEST = "manifest.yaml"


def may_change_city(city: str, *, actor: Actor) -> bool:
    """Tell whether the actor keeps the city's calendar and words."""
    return policies.can_change_city(actor, agency=city_revision(city).agency_code)


def preview_calendar(city: str, change: CalendarChange) -> WorkingCalendar:
    """Return the calendar as it would be; raises CityChangeFaulty with every fault."""
    rules = read_changed(city, calendar_files(city, change)).calendar
    if rules is None:
        raise CityChangeFaulty([])
    year = today().year
    return calendar_of(rules, years=range(year - 1, year + 3))


def city_words(city: str) -> CityWords:
    """Return what a city says of itself."""
    package = city_revision(city)
    contact = package.manifest.get("contact")
    said = contact if isinstance(contact, Mapping) else {}
    return CityWords(
        short=str(package.brand.get("short") or ""),
        platform=_texts(package.brand.get("platform")),
        motto=_texts(package.brand.get("motto")),
        hotline=str(said.get("hotline") or ""),
        email=str(said.get("email") or ""),
    )


def calendar_files(city: str, change: CalendarChange) -> dict[str, bytes]:
    """Return the city's files with days of the calendar changed."""
    files = city_files(city)
    source, _faults = read_yaml(CALENDAR, files[CALENDAR])
    data = change_days(source.mapping(), add=change.add, remove=change.remove)
    return {**files, CALENDAR: _written(data, files[CALENDAR])}


def words_files(city: str, words: CityWords) -> dict[str, bytes]:
    """Return the city's files with other words."""
    files = city_files(city)
    source, _faults = read_yaml(MANIFEST, files[MANIFEST])
    data = dict(source.mapping())
    brand = data.get("brand")
    data["brand"] = {
        **(brand if isinstance(brand, dict) else {}),
        "short": words.short,
        "platform": dict(words.platform),
        "motto": dict(words.motto),
    }
    data["contact"] = {"hotline": words.hotline or None, "email": words.email or None}
    return {**files, MANIFEST: _written(data, files[MANIFEST])}


def read_changed(city: str, files: Mapping[str, bytes]) -> CityPackage:
    """Return the package that changed files make; raises CityChangeFaulty."""
    loaded = read_city(files, name=city)
    if loaded.city is None:
        raise CityChangeFaulty(
            each.as_problem() for each in loaded.problems if each.severity == "error"
        )
    return loaded.city


def _written(data: Mapping[str, object], before: bytes) -> bytes:
    """Write YAML beneath the comment that the file began with."""
    lines = before.decode().splitlines(keepends=True)
    head = []
    for line in lines:
        if not line.startswith("#"):
            break
        head.append(line)
    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=120)
    return ("".join(head) + text).encode()


def _texts(value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {str(key): str(text) for key, text in value.items()}

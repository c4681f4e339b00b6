"""Change a published city by an officer's hand: its calendar, its own words."""

from collections.abc import Mapping

from django.db import connection, transaction

from haidang.blocks.audit import public as audit
from haidang.domain.catalog import policies
from haidang.domain.catalog.actions.publish import publish_city
from haidang.domain.catalog.errors import CityChangedMeanwhile, CityChangeFaulty
from haidang.domain.catalog.queries.changes import calendar_files, read_changed, words_files
from haidang.domain.catalog.queries.cities import city_revision, city_revision_number
from haidang.domain.catalog.types import (
    CalendarChange,
    CalendarChanged,
    CityWords,
    CityWordsChanged,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.errors import Problem


def change_calendar(
    city: str, change: CalendarChange, *, expected: int, actor: Actor
) -> CalendarChanged:
    """Publish a city with a changed calendar; the due dates of open cases follow as a job.

    ``expected`` is the revision that the preview was made of. Raises CityChangedMeanwhile,
    CityChangeFaulty. Law: 45/2019/QH14, Article 112; swaps by the Government's notices.
    """
    policies.check_can_change_city(actor, agency=city_revision(city).agency_code)
    _check_reason(change.reason)
    with transaction.atomic():
        _lock(city, expected=expected)
        files = calendar_files(city, change)
        read_changed(city, files)
        after = publish_city(city, files, actor=actor)
        event = CalendarChanged(
            city=city,
            before=expected,
            after=after,
            added=tuple(f"{mark.day.isoformat()} {mark.kind}" for mark in change.add),
            removed=tuple(day.isoformat() for day in change.remove),
            reason=change.reason.strip(),
            at=now(),
        )
        audit.announce(event, actor=actor)
    return event


def change_city_words(
    city: str, words: CityWords, *, expected: int, reason: str, actor: Actor
) -> CityWordsChanged:
    """Publish a city with other words; raises CityChangedMeanwhile, CityChangeFaulty."""
    policies.check_can_change_city(actor, agency=city_revision(city).agency_code)
    _check_reason(reason)
    _check_words(words)
    with transaction.atomic():
        _lock(city, expected=expected)
        files = words_files(city, words)
        read_changed(city, files)
        number = publish_city(city, files, actor=actor)
        event = CityWordsChanged(
            city=city, number=number, short=words.short, reason=reason.strip()
        )
        audit.announce(event, actor=actor)
    return event


def _lock(city: str, *, expected: int) -> None:
    """Let one officer at a time publish a city, on the revision that was looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"catalog.city.{city}"])
    if city_revision_number(city) != expected:
        raise CityChangedMeanwhile


def _check_reason(reason: str) -> None:
    if not reason.strip():
        message = {"vi": "Hãy nêu rõ lý do.", "en": "Say why."}
        raise CityChangeFaulty(
            [Problem(code="catalog.reason_missing", path="/reason", message=message)]
        )


def _check_words(words: CityWords) -> None:
    wanted: Mapping[str, str] = {
        "short": words.short,
        "platform_vi": words.platform.get("vi", ""),
        "platform_en": words.platform.get("en", ""),
        "motto_vi": words.motto.get("vi", ""),
        "motto_en": words.motto.get("en", ""),
    }
    message = {"vi": "Mục này không được để trống.", "en": "This must not be empty."}
    missing = [
        Problem(code="catalog.words_missing", path=f"/{key}", message=message)
        for key, text in wanted.items()
        if not text.strip()
    ]
    if missing:
        raise CityChangeFaulty(missing)

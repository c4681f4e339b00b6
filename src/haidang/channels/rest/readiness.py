"""Is this process ready for visitors: database reachable, schema applied, content installed.

Outside systems are not asked: when VNeID or the bank is silent the platform still serves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from haidang.domain.catalog import public as catalog
from haidang.kernel.errors import HaidangError

OK: Final = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """One word for each thing that must be there; ``ok`` or what is missing."""

    database: str
    schema: str
    content: str

    @property
    def missing(self) -> dict[str, str]:
        """Return what is not as it must be."""
        told = {"database": self.database, "schema": self.schema, "content": self.content}
        return {key: word for key, word in told.items() if word != OK}

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing


def check_readiness() -> Readiness:
    """Ask the database three small questions."""
    database = _told(_reach_database)
    if database != OK:
        return Readiness(database=database, schema="unknown", content="unknown")
    return Readiness(database=OK, schema=_told(_find_missing), content=_told(_find_city))


def _told(question: Callable[[], str]) -> str:
    try:
        return question()
    except DatabaseError:
        return "unreachable"


def _reach_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def _find_missing() -> str:
    """Newer migrations in the database do no harm: the old code of a rolling restart serves on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return "missing"
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    missing = _migrations_of_this_code() - applied
    return OK if not missing else f"{len(missing)} migrations are missing"


@lru_cache(maxsize=1)
def _migrations_of_this_code() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None)
    replaced = {key for one in loader.disk_migrations.values() for key in one.replaces}
    return frozenset(loader.graph.nodes) - replaced


def _find_city() -> str:
    try:
        catalog.city_revision_number(settings.HAIDANG_CITY)
    except HaidangError:
        return "the city is not published"
    return OK

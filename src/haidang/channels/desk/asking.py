"""What an address of the list asks for, and the address of what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, get_args
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import WorkingCalendar
from haidang.kernel.clock import now

SCOPES: Final[tuple[worklist.Scope, ...]] = get_args(worklist.Scope)
BANDS: Final[tuple[worklist.Band, ...]] = get_args(worklist.Band)
LONGEST: Final = 100
NARROWING: Final = ("buoc", "thu-tuc", "kenh", "han", "can-bo", "tim")
"""The words of an address that narrow a list, beside its scope: step, procedure, channel,
due band, officer, text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The words of an address as they stand there, without the mark of a page."""

    words: Mapping[str, str]

    @property
    def scope(self) -> worklist.Scope:
        """Return which tile is asked for; all when none is named."""
        return next((each for each in SCOPES if each == self.words.get("pham-vi")), "all")

    @property
    def narrowed_by(self) -> tuple[str, ...]:
        """Return the words that narrow the list."""
        return tuple(name for name in NARROWING if self.words.get(name))

    def having(self, **words: str) -> "Asked":
        """Return the same question with some words changed; an empty word is taken out."""
        wanted = {**self.words, **{key.replace("_", "-"): word for key, word in words.items()}}
        return Asked(words={key: word for key, word in wanted.items() if word})

    def without(self, name: str) -> "Asked":
        """Return the same question without one word."""
        return Asked(words={key: word for key, word in self.words.items() if key != name})

    def href(self, *, after: str = "") -> str:
        """Return the address of the list, or of the page of it after a mark."""
        words = {
            key: word for key, word in self.words.items() if (key, word) != ("pham-vi", "all")
        }
        query = urlencode({**words, **({"sau": after} if after else {})})
        return f"{reverse('desk:work')}?{query or 'pham-vi=all'}"

    def where(self, *, near_until: datetime) -> worklist.TaskFilter:
        """Return the question as the worklist reads it; what it does not know is left out."""
        return worklist.TaskFilter(
            scope=self.scope,
            key=self.words.get("buoc", ""),
            procedure=self.words.get("thu-tuc", ""),
            channel=self.words.get("kenh", ""),
            band=next((each for each in BANDS if each == self.words.get("han")), None),
            officer_id=_read_id(self.words.get("can-bo", "")),
            text=self.words.get("tim", ""),
            near_until=near_until,
        )


def read_asked(query: QueryDict | Mapping[str, str]) -> Asked:
    """Read the words of an address; others, and empty ones, are left out."""
    words = {
        name: str(query.get(name) or "").strip()[:LONGEST] for name in ("pham-vi", *NARROWING)
    }
    kept = {name: word for name, word in words.items() if word}
    return Asked(words=_without_all(kept))


def _without_all(words: Mapping[str, str]) -> dict[str, str]:
    return {name: word for name, word in words.items() if (name, word) != ("pham-vi", "all")}


def without_scope(where: worklist.TaskFilter) -> worklist.TaskFilter:
    """Return what the tiles above a list count: the list in each of its scopes."""
    return replace(where, scope="all")


def soon(calendar: WorkingCalendar, near: timedelta) -> datetime:
    """Return the instant up to which a task counts as due soon."""
    return calendar.walk(calendar.within_hours(now()), near)


def _read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

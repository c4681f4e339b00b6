"""What a person may choose while searching: suggestions, filters, life events."""

import functools
from collections.abc import Mapping
from typing import Final

from django.db import connections, router
from django.db.models import Count

from haidang.domain.catalog.models import SearchEntry, SearchWord
from haidang.domain.catalog.queries import wordbook
from haidang.domain.catalog.queries.search import find_procedures
from haidang.domain.catalog.types import Choices, LifeEventChoice, Suggestion
from haidang.engines.search import split_words

_SHORTEST: Final = 2
_FROM_SAYINGS: Final = 4
_BY_PREFIX: Final = """
SELECT e.procedure_id, p.name_vi, p.name_en
FROM catalog_searchentry e JOIN catalog_procedure p ON p.code = e.procedure_id
WHERE e.words @@ %(query)s::tsquery
ORDER BY e.prior DESC, length(e.folded), e.procedure_id
LIMIT %(limit)s
"""
_LISTS: Final[Mapping[str, str]] = {
    "audiences": "SELECT DISTINCT unnest(audiences) FROM catalog_searchentry ORDER BY 1",
    "levels": "SELECT DISTINCT unnest(levels) FROM catalog_searchentry ORDER BY 1",
    "agencies": "SELECT DISTINCT agency FROM catalog_searchentry WHERE agency <> '' ORDER BY 1",
}


def suggest_procedures(text: str, *, limit: int = 8) -> list[Suggestion]:
    """Return procedures while a person still types: the last word may be unfinished."""
    words = [word.plain for word in split_words(text)]
    if len("".join(words)) < _SHORTEST:
        return []
    said = _saying(" ".join(words))
    found = _searched(said, limit=_FROM_SAYINGS) if said else {}
    query = " & ".join([*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}':*"])
    with connections[router.db_for_read(SearchEntry)].cursor() as cursor:
        cursor.execute(_BY_PREFIX, {"query": query, "limit": limit})
        for code, name, english in cursor.fetchall():
            found.setdefault(str(code), {"vi": str(name), "en": str(english)})
    found = found or _searched(text, limit=limit)
    return [Suggestion(code=code, name=name) for code, name in found.items()][:limit]


def _saying(typed: str) -> str:
    """Return the shortest saying of everyday life that begins as a person types, if any."""
    sayings = wordbook.lexicon().sayings.values()
    texts = (" ".join(word.plain for word in one.words) for each in sayings for one in each)
    begun = [text for text in texts if text.startswith(typed)]
    return min(begun, key=lambda text: (len(text), text), default="")


def _searched(text: str, *, limit: int) -> dict[str, Mapping[str, str]]:
    hits = find_procedures(text, limit=limit).hits
    return {hit.procedure.code: hit.procedure.name for hit in hits}


def search_choices() -> Choices:
    """Return what there is to narrow a search by."""
    whole = SearchWord.objects.filter(word="").values_list("shown", flat=True).first()
    return _choices(whole or "")


def list_life_events() -> tuple[LifeEventChoice, ...]:
    """Return the life events of the content in their order; some may have no procedure yet."""
    counts = search_choices().events
    return tuple(
        LifeEventChoice(
            key=event.key,
            title=event.title,
            text=event.text,
            icon=event.icon,
            procedures=counts.get(event.key, 0),
        )
        for event in wordbook.lexicon().events
    )


@functools.lru_cache(maxsize=2)
def _choices(_stamp: str) -> Choices:
    lists: dict[str, tuple[str, ...]] = {}
    events: dict[str, int] = {}
    with connections[router.db_for_read(SearchEntry)].cursor() as cursor:
        for name, query in _LISTS.items():
            cursor.execute(query)
            lists[name] = tuple(str(value) for (value,) in cursor.fetchall())
        cursor.execute("SELECT unnest(events), count(*) FROM catalog_searchentry GROUP BY 1")
        events = {str(key): int(count) for key, count in cursor.fetchall()}
    fields = SearchEntry.objects.exclude(field="").values("field").annotate(times=Count("pk"))
    return Choices(
        audiences=lists["audiences"],
        levels=lists["levels"],
        agencies=lists["agencies"],
        fields=tuple(row["field"] for row in fields.order_by("field")),
        events=events,
    )

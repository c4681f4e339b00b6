"""What a person may choose while searching: suggestions, filters, life events."""

import functools
from collections.abc import Mapping
from typing import Final

from django.db import connection
from django.db.models import Count

from haidang.domain.catalog.models import SearchEntry, SearchWord
from haidang.domain.catalog.queries import wordbook
from haidang.domain.catalog.queries.search import find_procedures
from haidang.domain.catalog.types import Choices, LifeEventChoice, Suggestion
from haidang.engines.search import split_words

_SHORTEST: Final = 2
_BY_PREFIX: Final = """
SELECT e.procedure_id, p.summary->'name'
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
    query = " & ".join([*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}':*"])
    with connection.cursor() as cursor:
        cursor.execute(_BY_PREFIX, {"query": query, "limit": limit})
        found = [(str(code), name) for code, name in cursor.fetchall()]
    if found:
        return [Suggestion(code=code, name=_names(name)) for code, name in found]
    hits = find_procedures(text, limit=limit).hits
    return [Suggestion(code=hit.procedure.code, name=hit.procedure.name) for hit in hits]


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
    with connection.cursor() as cursor:
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


def _names(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {"vi": str(value)}
    return {str(language): str(text) for language, text in value.items()}

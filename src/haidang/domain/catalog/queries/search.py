"""Find procedures by plain words."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from django.db import connections, router

from haidang.domain.catalog.models import Procedure
from haidang.domain.catalog.queries import wordbook
from haidang.domain.catalog.queries.revisions import summary_of
from haidang.domain.catalog.types import Filters, Found, SearchHit
from haidang.engines.search import (
    Asked,
    Candidate,
    Judge,
    Vocabulary,
    analyse,
    wanted_words,
)

_WEAKEST: Final = 0.3
"""A hit that is less than a third as good as the best one only stands in the way."""
_POOREST: Final = 0.08
_CANDIDATES: Final = 110
_RARE: Final = 40
"""A word that stands in less than one of so many bodies is looked for in bodies, too."""
_BODY_SHARE: Final = 0.35
_LOOKS_ALIKE: Final = 0.45
_CODE: Final = re.compile(r"\d\.\d{6}(?:\.[A-Z\d.]+)?", re.ASCII)
_MARK: Final = re.compile(r"(\d+(?:\.\d+)?(?:e-?\d+)?)~([A-Z\d.]*)", re.ASCII)
_NO_FILTERS: Final = Filters()

_Parameter: TypeAlias = "str | bool | int | float | list[str] | list[float] | list[bool]"
_FILTER: Final = """
    (%(audience)s = '' OR e.audiences @> ARRAY[%(audience)s])
    AND (%(level)s = '' OR e.levels @> ARRAY[%(level)s])
    AND (%(event)s = '' OR e.events @> ARRAY[%(event)s])
    AND (%(agency)s = '' OR e.agency = %(agency)s)
    AND (%(field)s = '' OR e.field = %(field)s)
    AND (NOT %(online)s OR e.is_online)
"""
_COLUMNS: Final = """
    e.procedure_id, e.name, e.folded, e.spoken, e.topic, e.prior,
    ARRAY(SELECT word FROM unnest(%(words)s::text[]) word WHERE e.body @@ word::tsquery)
"""
_BY_WORDS: Final = f"""
WITH asked AS (
    SELECT quote_literal(word)::tsquery AS query, weight, is_rare
    FROM unnest(%(words)s::text[], %(weights)s::float8[], %(rare)s::bool[])
        AS asked(word, weight, is_rare)
), hits AS (
    SELECT found.procedure_id, found.weight
    FROM asked, LATERAL (
        SELECT e.procedure_id, asked.weight FROM catalog_searchentry e
        WHERE e.words @@ asked.query AND {_FILTER}
    ) found
    UNION ALL
    SELECT found.procedure_id, found.weight
    FROM asked, LATERAL (
        SELECT e.procedure_id, asked.weight * {_BODY_SHARE} AS weight FROM catalog_searchentry e
        WHERE asked.is_rare AND e.body @@ asked.query AND NOT e.words @@ asked.query AND {_FILTER}
    ) found
), best AS (
    SELECT procedure_id, sum(weight) AS worth FROM hits
    GROUP BY procedure_id ORDER BY worth DESC, procedure_id LIMIT {_CANDIDATES}
)
SELECT {_COLUMNS} FROM best JOIN catalog_searchentry e USING (procedure_id)
"""  # noqa: S608 - only constants of this file are put in
_BY_TRIGRAMS: Final = f"""
SELECT {_COLUMNS}
FROM catalog_searchentry e
WHERE %(text)s <%% e.folded AND {_FILTER}
ORDER BY word_similarity(%(text)s, e.folded) DESC, e.procedure_id LIMIT 20
"""  # noqa: S608 - only constants of this file are put in

_ALL: Final = f"""
SELECT e.procedure_id, e.prior FROM catalog_searchentry e
WHERE {_FILTER} AND (e.prior, e.procedure_id) < (%(prior)s, %(code)s)
ORDER BY e.prior DESC, e.procedure_id DESC LIMIT %(limit)s
"""  # noqa: S608 - only constants of this file are put in
_FIRST: Final = "2~"


def search_procedures(
    query: str, *, limit: int = 10, filters: Filters = _NO_FILTERS
) -> list[SearchHit]:
    """Return procedures for plain words, with or without accents, forgiving typing slips."""
    return list(find_procedures(query, limit=limit, filters=filters).hits)


def browse_procedures(
    query: str, *, limit: int = 20, after: str = "", filters: Filters = _NO_FILTERS
) -> Found:
    """Find by words; without words list what the filters leave, the much used first.

    ``after`` is the ``next`` of the page before; an unknown mark begins anew.
    """
    if query.strip():
        return find_procedures(query, limit=limit, filters=filters)
    mark = _MARK.fullmatch(after or _FIRST) or _MARK.fullmatch(_FIRST)
    prior, code = mark.groups() if mark else ("2", "")
    parameters: dict[str, _Parameter] = {
        **_narrowing(filters),
        "limit": limit + 1,
        "prior": float(prior),
        "code": code,
    }
    with connections[router.db_for_read(Procedure)].cursor() as cursor:
        cursor.execute(_ALL, parameters)
        rows = [(str(code), float(prior)) for code, prior in cursor.fetchall()]
    shown = rows[:limit]
    following = f"{shown[-1][1]!r}~{shown[-1][0]}" if len(rows) > limit else ""
    hits = _hits(dict.fromkeys((code for code, _prior in shown), 0.0))
    return Found(hits=hits, mended="", next=following)


def find_procedures(query: str, *, limit: int = 10, filters: Filters = _NO_FILTERS) -> Found:
    """Return what a query found, best first, and how it was understood after mending."""
    code = _CODE.search(query)
    if code:
        exact = _hits({code.group(): 1.0})
        if exact:
            return Found(hits=exact, mended="")
    lexicon, vocabulary = wordbook.lexicon(), wordbook.vocabulary()
    asked = analyse(query, lexicon=lexicon, vocabulary=vocabulary)
    if not asked.words:
        return Found(hits=(), mended="")
    candidates = _candidates(asked, vocabulary, filters)
    judge = Judge(asked, lexicon=lexicon, vocabulary=vocabulary)
    scores = {each.code: judge.score(each) for each in candidates}
    order = sorted(scores, key=lambda each: (-scores[each], each))[:limit]
    least = max(_POOREST, scores[order[0]] * _WEAKEST if order else 0.0)
    hits = _hits({each: scores[each] for each in order if scores[each] >= least})
    return Found(hits=hits, mended=asked.mended if hits else "")


def _candidates(asked: Asked, vocabulary: Vocabulary, filters: Filters) -> list[Candidate]:
    wanted = wanted_words(asked, vocabulary)
    most = max(1, vocabulary.entries // _RARE)
    parameters: dict[str, _Parameter] = {
        "words": list(wanted),
        "weights": list(wanted.values()),
        "rare": [vocabulary.bodies.get(word, 0) <= most for word in wanted],
        "text": " ".join(word.plain for word in asked.words),
        **_narrowing(filters),
    }
    with connections[router.db_for_read(Procedure)].cursor() as cursor:
        cursor.execute(_BY_WORDS, parameters)
        rows = cursor.fetchall()
        if not rows:
            cursor.execute(_BY_TRIGRAMS, parameters)
            rows = cursor.fetchall()
    return [_candidate(row) for row in rows]


def _narrowing(filters: Filters) -> dict[str, _Parameter]:
    return {
        "audience": filters.audience,
        "level": filters.level,
        "event": filters.event,
        "agency": filters.agency,
        "field": filters.field,
        "online": filters.online,
    }


def _candidate(row: Sequence[object]) -> Candidate:
    code, name, folded, spoken, topic, prior, body = row
    main_keys, _bracket, rest_keys = str(name).partition(" ( ")
    main, _bracket, rest = str(folded).partition(" ( ")
    return Candidate(
        code=str(code),
        main=tuple(zip(main.split(), main_keys.split(), strict=False)),
        rest=tuple(zip(rest.split(), rest_keys.split(), strict=False)),
        spoken=tuple(tuple(text.split()) for text in _texts(spoken)),
        topic=frozenset(str(topic).split()),
        body=frozenset(_texts(body)),
        prior=prior if isinstance(prior, float) else 0.0,
    )


def _hits(scores: Mapping[str, float]) -> tuple[SearchHit, ...]:
    rows = {
        row.code: row
        for row in Procedure.objects.filter(code__in=scores).select_related("current")
    }
    return tuple(
        SearchHit(
            procedure=summary_of(rows[code]),
            score=round(value, 4),
            is_online=bool(rows[code].summary.get("found_by", {}).get("online", True)),
        )
        for code, value in scores.items()
        if code in rows
    )


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []

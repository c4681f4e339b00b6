"""Find procedures by plain words."""

import re
from typing import Final

from django.db import connection

from haidang.domain.catalog.models import Procedure
from haidang.domain.catalog.queries.revisions import summary_of
from haidang.domain.catalog.types import SearchHit
from haidang.kernel.text import fold

_WEAKEST: Final = 0.5
"""A hit that is less than half as good as the best one only stands in the way."""

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
        SearchHit(procedure=summary_of(rows[code]), score=round(score, 4))
        for code, score in found.items()
    ]

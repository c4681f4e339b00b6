"""Find cases of one agency by the words of a name, the newest first, at any number of cases.

Three looks, each a short range of an index of the names: through the newest cases, which
answers for common names; by two whole words, which answers for the others; and, when that
gives too little, by the beginnings of words.
"""

from itertools import permutations
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from haidang.domain.cases.models import CaseName

_NEWEST: Final = 1_000
"""So many cases of the agency are looked through before the words lead."""
_PAIR: Final = 2
_AMONG_NEWEST: Final = (
    "SELECT case_id FROM (SELECT case_id, words FROM cases_casename "
    "WHERE agency = %s AND is_whole ORDER BY case_id DESC LIMIT %s) AS newest "
    "WHERE ' ' || words LIKE ALL(%s) LIMIT %s"
)


def find_by_name(words: list[str], *, agency: str, size: int) -> set[UUID]:
    """Return the newest cases of an agency whose applicant's name has all words.

    A word may be the beginning of a word of the name. Of three or more words, those before the
    last are taken as whole words as long as any name has them so.
    """
    found = _among_newest(words, agency=agency, size=size)
    if len(found) < size and len(words) > 1:
        found |= _by_two_words(words, agency=agency, size=size)
    if not found or (len(found) < size and len(words) <= _PAIR):
        found |= _by_beginnings(words, agency=agency, size=size)
    return found


def _among_newest(words: list[str], *, agency: str, size: int) -> set[UUID]:
    signs = [f"% {_literal(word)}%" for word in words]
    with connection.cursor() as cursor:
        cursor.execute(_AMONG_NEWEST, [agency, _NEWEST, signs, size])
        return {row[0] for row in cursor.fetchall()}


def _by_two_words(words: list[str], *, agency: str, size: int) -> set[UUID]:
    """Look where the first two words lead, in either order; the one in front must be whole."""
    first, second, *others = words
    found: set[UUID] = set()
    for lead, then in permutations((first, second)):
        rows = _having(others, agency=agency).filter(words__startswith=f"{lead} {then}")
        found |= _newest(rows, size=size)
    return found


def _by_beginnings(words: list[str], *, agency: str, size: int) -> set[UUID]:
    lead, *others = sorted(words, key=len, reverse=True)
    rows = _having(others, agency=agency).filter(words__startswith=lead)
    return _newest(rows, size=size)


def _having(words: list[str], *, agency: str) -> QuerySet[CaseName]:
    rows = CaseName.objects.filter(agency=agency)
    for word in words:
        rows = rows.filter(words__contains=f" {word}")
    return rows


def _newest(rows: QuerySet[CaseName], *, size: int) -> set[UUID]:
    return set(rows.order_by("-case_id").values_list("case_id", flat=True)[:size])


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

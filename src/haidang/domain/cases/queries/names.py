"""Find cases of agencies by the words of a name, the newest first, at any number of cases.

At most three looks, each a short range of an index of the names: through the newest cases,
which answers for common names; by two whole words, which answers for the others; and, when no
name has these words whole, by the beginnings of words.
"""

from collections.abc import Collection, Sequence
from itertools import permutations
from typing import Final
from uuid import UUID

from django.db import connection

_NEWEST: Final = 1_000
"""So many cases of each agency are looked through before the words lead."""
_OF_A_PAIR: Final = 500
"""So many of the newest bearers of two words are looked through for the other words."""
_ALL_OF_A_PAIR: Final = 50_000
_PAIR: Final = 2
END: Final = "\U0010ffff"
"""Stands behind every sign: where a range of beginnings ends."""
_LEAD: Final = "(split_part(n.words, ' ', 1) || ' ' || split_part(n.words, ' ', 2))"
"""As ``models.names.Lead`` says it, and the index."""
_AMONG_NEWEST: Final = (
    "SELECT found.case_id FROM unnest(%s::text[]) AS own(agency) CROSS JOIN LATERAL ("
    "SELECT newest.case_id FROM ("
    "SELECT n.case_id, n.words FROM cases_casename n WHERE n.agency = own.agency AND n.is_whole "
    "ORDER BY n.case_id DESC LIMIT %s) AS newest "
    "WHERE ' ' || newest.words LIKE ALL(%s) ORDER BY newest.case_id DESC LIMIT %s) AS found"
)
_BY_PAIRS: Final = (
    "SELECT own.agency, pair.lead, found.many, found.cases "  # noqa: S608 - nothing of anybody's
    "FROM unnest(%s::text[]) AS own(agency) "
    "CROSS JOIN unnest(%s::text[]) AS pair(lead) CROSS JOIN LATERAL ("
    "SELECT count(*) AS many, array_agg(newest.case_id ORDER BY newest.case_id DESC) "
    "FILTER (WHERE ' ' || newest.words LIKE ALL(%s)) AS cases FROM ("
    "SELECT n.case_id, n.words FROM cases_casename n WHERE n.agency = own.agency "
    f'AND {_LEAD} = pair.lead COLLATE "C" '
    "ORDER BY n.case_id DESC LIMIT %s) AS newest) AS found WHERE found.many > 0"
)
_BY_BEGINNINGS: Final = (
    "SELECT found.case_id "  # noqa: S608 - as above
    "FROM unnest(%s::text[]) AS own(agency) CROSS JOIN LATERAL ("
    "SELECT n.case_id FROM cases_casename n WHERE n.agency = own.agency "
    f'AND {_LEAD} >= %s COLLATE "C" AND {_LEAD} < %s COLLATE "C" '
    "AND ' ' || n.words LIKE ALL(%s) ORDER BY n.case_id DESC LIMIT %s) AS found"
)


def find_by_name(words: Sequence[str], *, agencies: Collection[str], size: int) -> set[UUID]:
    """Return the newest cases of agencies whose applicant's name has all words.

    At least ``size`` of them where there are as many; the caller takes the newest. A word may be
    the beginning of a word of the name; behind the newest cases that counts only when no name
    has the first two words, or one of them and the last, whole.
    """
    own, signs = sorted(agencies), [f"% {_literal(word)}%" for word in words]
    found = _among_newest(own, signs, size=size)
    if len(found) >= size:
        return found
    whole = _by_two_words(words, own=own, signs=signs, size=size) if len(words) > 1 else set()
    return found | (whole or _by_beginnings(max(words, key=len), own, signs, size=size))


def _among_newest(own: list[str], signs: list[str], *, size: int) -> set[UUID]:
    return _cases(_AMONG_NEWEST, [own, _NEWEST, signs, size])


def _by_two_words(
    words: Sequence[str], *, own: list[str], signs: list[str], size: int
) -> set[UUID]:
    """Look where two of the words lead, in either order.

    Of three words or more, the pair that few names have decides; only when all pairs are common
    and too little was found, all their bearers are looked through.
    """
    chosen = words if len(words) <= _PAIR else (words[0], words[1], words[-1])
    leads = [f"{first} {second}" for first, second in permutations(chosen, 2)]
    if len(words) <= _PAIR:
        return _by_pairs(leads, own, signs, most=size)[0]
    found, is_all = _by_pairs(leads, own, signs, most=_OF_A_PAIR)
    if len(found) < size and not is_all:
        found, _is_all = _by_pairs(leads, own, signs, most=_ALL_OF_A_PAIR)
    return found


def _by_pairs(
    leads: list[str], own: list[str], signs: list[str], *, most: int
) -> tuple[set[UUID], bool]:
    """Return what has all words among the newest bearers of each pair, and whether it is all.

    It is all when each agency was looked through for a pair to the end, in both orders.
    """
    found: set[UUID] = set()
    bearers: dict[str, dict[frozenset[str], int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BY_PAIRS, [own, leads, signs, most])
        for agency, lead, many, cases in cursor.fetchall():
            pairs, pair = bearers.setdefault(agency, {}), frozenset(lead.split())
            pairs[pair] = max(many, pairs.get(pair, 0))
            found.update(cases or ())
    return found, all(min(pairs.values()) < most for pairs in bearers.values())


def _by_beginnings(lead: str, own: list[str], signs: list[str], *, size: int) -> set[UUID]:
    return _cases(_BY_BEGINNINGS, [own, lead, lead + END, signs, size])


def _cases(sql: str, given: Sequence[str | int | list[str]]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return {row[0] for row in cursor.fetchall()}


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

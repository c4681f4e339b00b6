"""Make procedures findable: what they are called, what they are about, who needs them."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from haidang.domain.catalog.models import Procedure
from haidang.domain.catalog.queries import wordbook
from haidang.engines.packages import ProcedurePackage
from haidang.engines.search import Lexicon, Word, events_of, prior_of, split_words
from haidang.kernel.ids import new_id

_BODY_WORDS: Final = 1_500
"""So many words of papers, results and steps are indexed; the rest repeats them."""
_NAME_WORDS: Final = 400
_AT_ONCE: Final = 500
_LOCK: Final = 0x5EA2C4
_SAYS_NOTHING: Final = ("thu", "tuc")

_COUNT: Final = """
INSERT INTO catalog_searchword AS known (word, entries, bodies, shown)
SELECT word, sum(entries), sum(bodies), ''
FROM (
    SELECT unnest(tsvector_to_array(words)) AS word, 1 AS entries, 0 AS bodies
    FROM catalog_searchentry WHERE procedure_id = ANY(%(codes)s)
    UNION ALL
    SELECT unnest(tsvector_to_array(body)), 0, 1
    FROM catalog_searchentry WHERE procedure_id = ANY(%(codes)s)
    UNION ALL
    SELECT unnest(pairs), 1, 0 FROM catalog_searchentry WHERE procedure_id = ANY(%(codes)s)
    UNION ALL
    SELECT '', 1, 0 FROM catalog_searchentry WHERE procedure_id = ANY(%(codes)s)
) found
GROUP BY word
ORDER BY word
ON CONFLICT (word) DO UPDATE SET
    entries = known.entries + %(sign)s * EXCLUDED.entries,
    bodies = known.bodies + %(sign)s * EXCLUDED.bodies
"""
_WRITE: Final = """
INSERT INTO catalog_searchentry
    (procedure_id, name, spoken, topic, folded, words, body, pairs,
     audiences, levels, events, agency, field, is_online, prior)
VALUES (%(code)s, %(name)s, %(spoken)s, %(topic)s, %(folded)s,
    setweight(array_to_tsvector(%(names)s), 'A') || setweight(array_to_tsvector(%(said)s), 'B'),
    array_to_tsvector(%(body)s), %(pairs)s, %(audiences)s, %(levels)s, %(events)s,
    %(agency)s, %(field)s, %(is_online)s, %(prior)s)
ON CONFLICT (procedure_id) DO UPDATE SET
    name = EXCLUDED.name, spoken = EXCLUDED.spoken, topic = EXCLUDED.topic,
    folded = EXCLUDED.folded, words = EXCLUDED.words, body = EXCLUDED.body,
    pairs = EXCLUDED.pairs, audiences = EXCLUDED.audiences, levels = EXCLUDED.levels,
    events = EXCLUDED.events, agency = EXCLUDED.agency, field = EXCLUDED.field,
    is_online = EXCLUDED.is_online, prior = EXCLUDED.prior
"""
_SHOW: Final = """
UPDATE catalog_searchword known SET shown = written.shown
FROM unnest(%(words)s::text[], %(shown)s::text[]) AS written(word, shown)
WHERE known.word = written.word AND known.shown <> written.shown
"""


def found_by(package: ProcedurePackage) -> dict[str, object]:
    """Return what a package is found by besides its name, as `Procedure.summary` keeps it."""
    said = [text for texts in package.keywords.values() for text in texts]
    return {
        "keywords": said,
        "results": [each.name.get("vi", "") for each in package.results],
        "papers": [each.name.get("vi", "") for each in package.evidence],
        "steps": list(package.steps.get("vi", ())),
        "agency": package.agency_kind,
        "online": any(each.channel == "online" for each in package.channels),
        "package": package.quality in {"checked", "exemplary"},
    }


def index_procedures(codes: Sequence[str]) -> int:
    """Make procedures findable, in bulk; return how many. What they are comes from their rows.

    Call it in the transaction that wrote them. Indexing again replaces what was there.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        done = 0
        for part in _parts(codes):
            cursor.execute(_COUNT, {"codes": part, "sign": -1})
            entries = list(_entries(part))
            cursor.executemany(_WRITE, [entry.values for entry in entries])
            cursor.execute(_COUNT, {"codes": part, "sign": 1})
            shown = {pair: text for entry in entries for pair, text in entry.shown.items()}
            words = sorted(shown)
            cursor.execute(_SHOW, {"words": words, "shown": [shown[word] for word in words]})
            done += len(entries)
        cursor.execute("UPDATE catalog_searchword SET shown = %s WHERE word = ''", [str(new_id())])
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A row of the index, and how its pairs of words are written."""

    values: Mapping[str, str | float | bool | list[str]]
    shown: Mapping[str, str]


def _parts(codes: Sequence[str]) -> Iterator[list[str]]:
    unique = sorted(set(codes))
    return (unique[at : at + _AT_ONCE] for at in range(0, len(unique), _AT_ONCE))


def _entries(codes: list[str]) -> Iterator[_Entry]:
    lexicon = wordbook.lexicon()
    rows = Procedure.objects.filter(code__in=codes).values_list(
        "code", "name_vi", "name_en", "summary"
    )
    for code, name, english, summary in rows.order_by("code"):
        yield _entry(code, name, english, summary, lexicon)


def _entry(
    code: str, name: str, english: str, summary: Mapping[str, object], lexicon: Lexicon
) -> _Entry:
    about = summary.get("found_by")
    facts: Mapping[str, object] = about if isinstance(about, Mapping) else {}
    main, _bracket, rest = name.partition("(")
    words, more = _title(main), split_words(rest)[:_NAME_WORDS]
    spoken = [" ".join(_plain(text)) for text in [english, *_texts(facts.get("keywords"))] if text]
    field = str(_mapping(summary.get("field")).get("vi", ""))
    audiences, levels = _texts(summary.get("audiences")), _texts(summary.get("level"))
    is_online, has_package = bool(facts.get("online")), bool(facts.get("package"))
    pairs = {
        f"{left.plain} {right.plain}": f"{left.shown} {right.shown}"
        for part in (words, more)
        for left, right in itertools.pairwise(part)
    }
    said_pairs = {
        f"{left} {right}" for text in spoken for left, right in itertools.pairwise(text.split())
    }
    plain = [word.plain for word in words]
    return _Entry(
        values={
            "code": code,
            "name": _joined([word.key for word in words], [word.key for word in more]),
            "folded": _joined(plain, [word.plain for word in more]),
            "spoken": spoken,
            "topic": " ".join(_plain(field)),
            "names": sorted({*plain, *(word.plain for word in more)}),
            "said": sorted({word for text in spoken for word in text.split()}),
            "body": _body(field, summary, facts),
            "pairs": sorted(pairs.keys() | said_pairs),
            "audiences": audiences,
            "levels": levels,
            "events": list(events_of(code, name=name, field=field, lexicon=lexicon)),
            "agency": str(facts.get("agency", "")),
            "field": field,
            "is_online": is_online,
            "prior": prior_of(
                code,
                lexicon=lexicon,
                audiences=audiences,
                levels=levels,
                is_online=is_online,
                has_package=has_package,
            ),
        },
        shown=pairs,
    )  # fmt: skip


def _title(text: str) -> tuple[Word, ...]:
    """Return the words of a name; "Thủ tục" before it says nothing."""
    words = split_words(text)[:_NAME_WORDS]
    begins = tuple(word.plain for word in words[: len(_SAYS_NOTHING)])
    return words[len(_SAYS_NOTHING) :] if begins == _SAYS_NOTHING else words


def _body(field: str, summary: Mapping[str, object], facts: Mapping[str, object]) -> list[str]:
    parts = [field, str(_mapping(summary.get("summary")).get("vi", ""))]
    for key in ("results", "papers", "steps"):
        parts += _texts(facts.get(key))
    words = itertools.chain.from_iterable(_plain(part) for part in parts)
    return sorted(set(itertools.islice(words, _BODY_WORDS)))


def _joined(main: Sequence[str], rest: Sequence[str]) -> str:
    return " ".join([*main, *(["(", *rest] if rest else [])])


def _plain(text: str) -> list[str]:
    return [word.plain for word in split_words(text)]


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}

"""Check what is no package: questionnaires (content/guides), the words of the search."""

from collections.abc import Iterator, Mapping
from typing import Final

from haidang.engines.packages.report import PackageProblem
from haidang.engines.packages.schemas import KEY, PROCEDURE_CODE, Schema
from haidang.engines.packages.shapes import check_shape, rows, text, words
from haidang.engines.packages.source import JSON, Source
from haidang.engines.packages.wholeness import check_texts
from haidang.engines.search import plain_text

_TEXT: Final[JSON] = {"type": "object", "additionalProperties": {"type": "string"}}
_WORD: Final[JSON] = {"type": "string", "minLength": 1}
_WORDS: Final[JSON] = {"type": "array", "items": _WORD, "minItems": 1}
_WEIGHT: Final[JSON] = {"type": "number", "minimum": 0, "maximum": 1}
_CODES: Final[JSON] = {
    "type": "array",
    "items": {"type": "string", "pattern": PROCEDURE_CODE},
    "minItems": 1,
}


def _list_of(key: str, required: list[JSON], properties: dict[str, JSON]) -> Schema:
    row: JSON = {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "required": [key],
        "properties": {key: {"type": "array", "items": row}},
        "additionalProperties": False,
    }


SEARCH_SCHEMAS: Final[Mapping[str, Schema]] = {
    "synonyms.yaml": _list_of(
        "synonyms",
        ["say", "means"],
        {"say": _WORDS, "means": _WORDS, "about": _WORDS, "weight": _WEIGHT},
    ),
    "special-cases.yaml": _list_of(
        "cases",
        ["name", "asked_by", "penalty"],
        {"name": _WORD, "asked_by": _WORDS, "penalty": _WEIGHT},
    ),
    "popular.yaml": _list_of(
        "groups",
        ["weight", "reason", "codes"],
        {"weight": _WEIGHT, "reason": _WORD, "codes": _CODES},
    ),
    "life-events.yaml": _list_of(
        "events",
        ["key", "title", "text", "icon"],
        {
            "key": {"type": "string", "pattern": KEY},
            "title": _TEXT,
            "text": _TEXT,
            "icon": _WORD,
            "fields": _WORDS,
            "names": _WORDS,
            "but_not": _WORDS,
            "codes": _CODES,
        },
    ),
    "asking.yaml": {
        "type": "object",
        "required": ["asking"],
        "properties": {"asking": _WORDS},
        "additionalProperties": False,
    },
}


def check_search(sources: Mapping[str, Source]) -> Iterator[PackageProblem]:
    """Check the files of content/search: shapes, sayings that stand twice, rules of events."""
    for file, source in sources.items():
        schema = SEARCH_SCHEMAS.get(file)
        if schema is None:
            yield source.fault("HD107", "", name=file)
            continue
        yield from check_shape(source, schema)
    yield from _twice(sources.get("synonyms.yaml", Source("synonyms.yaml")))
    events = sources.get("life-events.yaml", Source("life-events.yaml"))
    for at, row in enumerate(rows(events.mapping().get("events"))):
        if not (row.get("fields") or row.get("names") or row.get("codes")):
            yield events.fault("HD982", f"/events/{at}", key=text(row.get("key")))
    yield from check_texts({"life-events.yaml": events})


def _twice(source: Source) -> Iterator[PackageProblem]:
    """Tell sayings that differ in nothing; words that differ in accents are two."""
    known: set[str] = set()
    for at, row in enumerate(rows(source.mapping().get("synonyms"))):
        for place, said in enumerate(words(row.get("say"))):
            if said in known or not plain_text(said):
                yield source.fault("HD981", f"/synonyms/{at}/say/{place}", words=said)
            known.add(said)

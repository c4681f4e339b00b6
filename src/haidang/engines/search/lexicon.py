"""Read the content of the search: sayings, asking words, special cases, life events."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from haidang.engines.search.model import Lexicon, LifeEvent, Saying, Special
from haidang.engines.search.words import plain_text, split_words

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
FILES: Final = ("synonyms", "asking", "special-cases", "popular", "life-events")
"""The files of content/search, without their ending."""
_SCATTERED: Final = 3


def read_lexicon(files: Mapping[str, JSON]) -> Lexicon:
    """Return the lexicon of parsed files by their names; what has no shape is left out."""
    sayings = [each for row in _rows(files.get("synonyms"), "synonyms") for each in _sayings(row)]
    by_word: dict[str, list[Saying]] = {}
    for saying in sorted(sayings, key=lambda one: -len(one.words)):
        by_word.setdefault(saying.words[0].plain, []).append(saying)
    scattered: dict[str, list[Saying]] = {}
    for saying in sorted(sayings, key=lambda one: -len(one.words)):
        for word in {word.plain for word in saying.words} if _is_long(saying) else ():
            scattered.setdefault(word, []).append(saying)
    asking = [tuple(plain_text(text).split()) for text in _asking(files.get("asking"))]
    askings: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted((each for each in asking if each), key=lambda one: -len(one)):
        askings.setdefault(phrase[0], []).append(phrase)
    return Lexicon(
        sayings={word: tuple(each) for word, each in by_word.items()},
        scattered={word: tuple(each) for word, each in scattered.items()},
        asking={word: tuple(each) for word, each in askings.items()},
        specials=tuple(_special(row) for row in _rows(files.get("special-cases"), "cases")),
        popular=dict(_popular(files.get("popular"))),
        events=tuple(_event(row) for row in _rows(files.get("life-events"), "events")),
        known=frozenset(_known(sayings, asking)),
    )


def _number(value: JSON) -> float:
    return float(value) if isinstance(value, int | float) else 1.0


def _is_long(saying: Saying) -> bool:
    plain = [word.plain for word in saying.words]
    return len(plain) >= _SCATTERED and len(set(plain)) == len(plain)


def _sayings(row: Mapping[str, JSON]) -> Iterator[Saying]:
    means = tuple(words for text in _texts(row.get("means")) if (words := split_words(text)))
    about = tuple(words for text in _texts(row.get("about")) if (words := split_words(text)))
    for text in _texts(row.get("say")):
        words = split_words(text)
        if words and means:
            yield Saying(words=words, means=means, about=about, weight=_number(row.get("weight")))


def _known(sayings: Sequence[Saying], asking: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for saying in sayings:
        yield from _words_and_pairs([word.plain for word in saying.words])
    for phrase in asking:
        yield from _words_and_pairs(phrase)


def _words_and_pairs(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from (f"{left} {right}" for left, right in pairwise(words))


def _special(row: Mapping[str, JSON]) -> Special:
    weight = row.get("penalty")
    return Special(
        words=_plain(str(row.get("name", ""))),
        asked_by=tuple(_plain(text) for text in _texts(row.get("asked_by"))),
        penalty=float(weight) if isinstance(weight, int | float) else 0.1,
    )


def _popular(data: JSON) -> Iterator[tuple[str, float]]:
    for row in _rows(data, "groups"):
        weight = row.get("weight")
        for code in _texts(row.get("codes")):
            yield code, float(weight) if isinstance(weight, int | float) else 0.5


def _event(row: Mapping[str, JSON]) -> LifeEvent:
    return LifeEvent(
        key=str(row.get("key", "")),
        title=_by_language(row.get("title")),
        text=_by_language(row.get("text")),
        icon=str(row.get("icon", "")),
        fields=tuple(plain_text(text) for text in _texts(row.get("fields"))),
        phrases=tuple(plain_text(text) for text in _texts(row.get("names"))),
        but_not=tuple(plain_text(text) for text in _texts(row.get("but_not"))),
        codes=tuple(_texts(row.get("codes"))),
    )


def _plain(text: str) -> tuple[str, ...]:
    return tuple(plain_text(text).split())


def _asking(data: JSON) -> list[str]:
    return _texts(data.get("asking")) if isinstance(data, Mapping) else []


def _rows(data: JSON, key: str) -> list[Mapping[str, JSON]]:
    rows = data.get(key) if isinstance(data, Mapping) else None
    return [row for row in _items(rows) if isinstance(row, Mapping)]


def _texts(value: JSON) -> list[str]:
    return [str(item) for item in _items(value) if isinstance(item, str)]


def _items(value: JSON) -> Sequence[JSON]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _by_language(value: JSON) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {str(key): str(text) for key, text in value.items()}

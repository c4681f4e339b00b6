"""Find the saying that begins at a word of a query, even where other words stand between."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from haidang.engines.search.model import Lexicon, Saying, Word
from haidang.engines.search.words import CLASH, agree

_BETWEEN: Final = 2
"""So many asking words may stand between two words of a saying; of others only one in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A saying found: its words in the query, how many it spans, and what stands between."""

    saying: Saying
    words: tuple[Word, ...]
    length: int
    beside: tuple[Word, ...] = ()


def saying_at(words: tuple[Word, ...], at: int, lexicon: Lexicon) -> Match | None:
    """Return the longest saying that begins here: in order, in another order, or with a gap."""
    here = lexicon.sayings.get(words[at].plain, ())
    plain = _first(_in_order(words, at, each, lexicon, others=0) for each in here)
    mixed = _first(
        _in_any_order(words, at, each, lexicon)
        for each in lexicon.scattered.get(words[at].plain, ())
    )
    if plain and mixed:
        return mixed if len(mixed.words) > len(plain.words) else plain
    return (
        plain
        or mixed
        or _first(
            _in_order(words, at, each, lexicon, others=1) for each in here if len(each.words) > 1
        )
    )


def _first(matches: Iterator[Match | None]) -> Match | None:
    return next((match for match in matches if match), None)


def _in_order(
    words: tuple[Word, ...], at: int, saying: Saying, lexicon: Lexicon, *, others: int
) -> Match | None:
    taken: list[Word] = []
    beside: list[Word] = []
    skipped, here = 0, at
    for wanted in saying.words:
        while here < len(words) and taken and words[here].plain != wanted.plain:
            is_asking = _asks(words[here], lexicon)
            if (is_asking and skipped >= _BETWEEN) or (not is_asking and others == 0):
                return None
            skipped += is_asking
            others -= not is_asking
            beside += [] if is_asking else [words[here]]
            here += 1
        if here >= len(words) or not _same(words[here], wanted):
            return None
        taken.append(words[here])
        here += 1
    return Match(saying=saying, words=tuple(taken), length=here - at, beside=tuple(beside))


def _in_any_order(
    words: tuple[Word, ...], at: int, saying: Saying, lexicon: Lexicon
) -> Match | None:
    left = {word.plain: word for word in saying.words}
    taken: list[Word] = []
    for length, word in enumerate(words[at : at + len(saying.words) + _BETWEEN], start=1):
        wanted = left.pop(word.plain, None)
        if wanted is None and not _asks(word, lexicon):
            return None
        if wanted is not None:
            if not _same(word, wanted):
                return None
            taken.append(word)
        if not left:
            return Match(saying=saying, words=tuple(taken), length=length)
    return None


def _same(asked: Word, wanted: Word) -> bool:
    return asked.plain == wanted.plain and agree(asked, wanted.key) > CLASH


def _asks(word: Word, lexicon: Lexicon) -> bool:
    return (word.plain,) in lexicon.asking.get(word.plain, ())

"""Understand a query: mend its slips, know its sayings, weigh its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from haidang.engines.search.mending import dressed, mend
from haidang.engines.search.model import Asked, Concept, Lexicon, Phrase, Saying, Vocabulary, Word
from haidang.engines.search.sayings import saying_at
from haidang.engines.search.words import split_words

_LONGEST: Final = 24
_SAID: Final = 0.96
_ABOUT: Final = 0.55
_PAIR: Final = 0.5
_ASKING: Final = 0.12
_LEAST_SAID: Final = 2.0
_EACH_SAID: Final = 2.5
_LEAST_RUN: Final = 4.0
_EACH_RUN: Final = 2.0
_BESIDE: Final = 0.6
"""What stands beside a saying tells less than the saying."""
_WANTED: Final = 24
_FEWEST: Final = 3
_MOST_ENTRIES: Final = 25_000
"""So many entries are looked through for a query; beyond them the rarest words must do."""


def analyse(text: str, *, lexicon: Lexicon, vocabulary: Vocabulary) -> Asked:
    """Return what a text asks for; never raises."""
    written = split_words(text)[:_LONGEST]
    words = mend(written, lexicon=lexicon, vocabulary=vocabulary)
    concepts = tuple(_concepts(words, lexicon, vocabulary))
    changed = [word.plain for word in words] != [word.plain for word in written]
    mended = dressed(words, vocabulary) if changed else ""
    return Asked(words=words, concepts=concepts, mended=mended)


def wanted_words(asked: Asked, vocabulary: Vocabulary) -> dict[str, float]:
    """Return the words to look for, the telling ones, each with its weight."""
    weights: dict[str, float] = {}
    for concept in asked.concepts:
        for phrase in concept.phrases:
            whole = mass(phrase.words, vocabulary) or 1.0
            share = phrase.trust * concept.importance / whole
            for word in phrase.words:
                if vocabulary.knows(word.plain):
                    found = vocabulary.weight(word.plain) * share
                    weights[word.plain] = max(found, weights.get(word.plain, 0.0))
    order = sorted(weights, key=lambda one: (-weights[one], one))[:_WANTED]
    chosen: list[str] = []
    entries = 0
    for one in sorted(order, key=lambda one: (vocabulary.counts.get(one, 0), one)):
        entries += vocabulary.counts.get(one, 0)
        if len(chosen) < _FEWEST or entries <= _MOST_ENTRIES:
            chosen.append(one)
    return {one: weights[one] for one in order if one in chosen}


def mass(words: Sequence[Word], vocabulary: Vocabulary) -> float:
    """Return how much some words in their order can tell."""
    single = sum(vocabulary.weight(word.plain) for word in words)
    return single + sum(weight for _left, _right, weight in pairs_of(words, vocabulary))


def pairs_of(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[tuple[str, str, float]]:
    """Return the neighbours that stand side by side in some name, and their weight."""
    for left, right in pairwise(words):
        pair = f"{left.plain} {right.plain}"
        if vocabulary.counts.get(pair):
            yield left.plain, right.plain, _PAIR * vocabulary.weight(pair)


def _concepts(
    words: tuple[Word, ...], lexicon: Lexicon, vocabulary: Vocabulary
) -> Iterator[Concept]:
    parts = list(_parts(words, lexicon))
    is_understood = any(part.saying and len(part.words) > 1 for part in parts)
    for part in parts:
        if part.saying is not None:
            yield _said(part.words, part.saying, vocabulary)
        elif part.is_asking:
            importance = _ASKING * mass(part.words, vocabulary)
            yield Concept(phrases=(Phrase(words=part.words),), importance=importance)
        else:
            importance = min(
                mass(part.words, vocabulary), _LEAST_RUN + _EACH_RUN * len(part.words)
            )
            importance *= _BESIDE if is_understood else 1.0
            yield Concept(phrases=(Phrase(words=part.words),), importance=importance)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Some words of the query: a saying, asking words, or neither."""

    words: tuple[Word, ...]
    saying: Saying | None = None
    is_asking: bool = False


def _parts(words: tuple[Word, ...], lexicon: Lexicon) -> Iterator[_Part]:
    run: list[Word] = []
    at = 0
    while at < len(words):
        match = saying_at(words, at, lexicon)
        asking = _asking_at(words, at, lexicon)
        if match is None and not asking:
            run.append(words[at])
            at += 1
            continue
        if match is not None and len(match.saying.words) >= asking:
            run += match.beside
            part, length = _Part(words=match.words, saying=match.saying), match.length
        else:
            part, length = _Part(words=words[at : at + asking], is_asking=True), asking
        if run:
            yield _Part(words=tuple(run))
            run = []
        yield part
        at += length
    if run:
        yield _Part(words=tuple(run))


def _said(own: tuple[Word, ...], saying: Saying, vocabulary: Vocabulary) -> Concept:
    means = [Phrase(words=words, trust=_SAID) for words in saying.means]
    about = [Phrase(words=words, trust=_ABOUT) for words in saying.about]
    phrases = (Phrase(words=own), *means, *about)
    weights = [mass(phrase.words, vocabulary) for phrase in means]
    importance = min(max(weights, default=1.0), _LEAST_SAID + _EACH_SAID * len(saying.words))
    importance *= saying.weight
    return Concept(phrases=phrases, importance=importance)


def _asking_at(words: tuple[Word, ...], at: int, lexicon: Lexicon) -> int:
    for phrase in lexicon.asking.get(words[at].plain, ()):
        if tuple(word.plain for word in words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0

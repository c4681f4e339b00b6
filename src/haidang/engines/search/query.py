"""Understand a query: mend its slips, know its sayings, weigh its parts."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from haidang.engines.search.mending import mend
from haidang.engines.search.model import Asked, Concept, Lexicon, Phrase, Saying, Vocabulary, Word
from haidang.engines.search.words import CLASH, agree, split_words

_LONGEST: Final = 24
_SAID: Final = 0.96
_ABOUT: Final = 0.55
_PAIR: Final = 0.5
_ASKING: Final = 0.12
_LEAST_SAID: Final = 2.0
_EACH_SAID: Final = 2.5
_LEAST_RUN: Final = 4.0
_EACH_RUN: Final = 2.0
_COMMON: Final = 0.3
_WANTED: Final = 22
_FEW: Final = 3_000
"""In so many entries even a common word is looked for quickly."""


def analyse(text: str, *, lexicon: Lexicon, vocabulary: Vocabulary) -> Asked:
    """Return what a text asks for; never raises."""
    written = split_words(text)[:_LONGEST]
    words = mend(written, lexicon=lexicon, vocabulary=vocabulary)
    concepts = tuple(_concepts(words, lexicon, vocabulary))
    changed = [word.plain for word in words] != [word.plain for word in written]
    mended = " ".join(word.shown for word in words) if changed else ""
    return Asked(words=words, concepts=concepts, mended=mended)


def wanted_words(asked: Asked, vocabulary: Vocabulary) -> dict[str, float]:
    """Return the words to look for, the telling ones, each with its weight."""
    weights: dict[str, float] = {}
    for concept in asked.concepts:
        for phrase in concept.phrases:
            for word in phrase.words:
                if vocabulary.knows(word.plain):
                    found = vocabulary.weight(word.plain) * phrase.trust
                    found *= min(concept.importance, 1.0)
                    weights[word.plain] = max(found, weights.get(word.plain, 0.0))
    order = sorted(weights, key=lambda word: (-weights[word], word))
    limit = max(vocabulary.entries * _COMMON, _FEW)
    rare = [word for word in order if vocabulary.counts.get(word, 0) <= limit]
    chosen = rare if len(rare) > 1 else order
    return {word: weights[word] for word in chosen[:_WANTED]}


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
    run: list[Word] = []
    at = 0
    while at < len(words):
        saying = _saying_at(words, at, lexicon)
        asking = _asking_at(words, at, lexicon)
        if saying is None and not asking:
            run.append(words[at])
            at += 1
            continue
        yield from _run(run, vocabulary)
        run = []
        if saying is not None and len(saying.words) >= asking:
            own = words[at : at + len(saying.words)]
            yield _said(own, saying, vocabulary)
            at += len(saying.words)
        else:
            part = words[at : at + asking]
            yield Concept(
                phrases=(Phrase(words=part),), importance=_ASKING * mass(part, vocabulary)
            )
            at += asking
    yield from _run(run, vocabulary)


def _run(run: list[Word], vocabulary: Vocabulary) -> Iterator[Concept]:
    if run:
        part = tuple(run)
        importance = min(mass(part, vocabulary), _LEAST_RUN + _EACH_RUN * len(part))
        yield Concept(phrases=(Phrase(words=part),), importance=importance)


def _said(own: tuple[Word, ...], saying: Saying, vocabulary: Vocabulary) -> Concept:
    means = [Phrase(words=words, trust=_SAID) for words in saying.means]
    about = [Phrase(words=words, trust=_ABOUT) for words in saying.about]
    phrases = (Phrase(words=own), *means, *about)
    weights = [mass(phrase.words, vocabulary) for phrase in means]
    importance = min(max(weights, default=1.0), _LEAST_SAID + _EACH_SAID * len(own))
    return Concept(phrases=phrases, importance=importance)


def _saying_at(words: tuple[Word, ...], at: int, lexicon: Lexicon) -> Saying | None:
    for saying in lexicon.sayings.get(words[at].plain, ()):
        part = words[at : at + len(saying.words)]
        if len(part) == len(saying.words) and all(
            mine.plain == theirs.plain and agree(mine, theirs.key) > CLASH
            for mine, theirs in zip(part, saying.words, strict=True)
        ):
            return saying
    return None


def _asking_at(words: tuple[Word, ...], at: int, lexicon: Lexicon) -> int:
    for phrase in lexicon.asking.get(words[at].plain, ()):
        if tuple(word.plain for word in words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0

"""Weigh how well a procedure answers a query."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from haidang.engines.search.model import Asked, Candidate, Lexicon, Phrase, Vocabulary, Word
from haidang.engines.search.query import mass, pairs_of
from haidang.engines.search.words import agree

_REST: Final = 0.7
_SPOKEN: Final = 0.9
_TOPIC: Final = 0.5
_BODY: Final = 0.25
_WHOLE: Final = 0.22
_PRIOR: Final = 0.25
_POWER: Final = 1.3
_POWER_SAID: Final = 1.8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A phrase made ready: its words and pairs with their weights, and the weight of all."""

    words: tuple[tuple[Word, float], ...]
    pairs: tuple[tuple[str, str, str, float], ...]
    whole: float
    trust: float
    power: float


class Judge:
    """Weighs candidates for one query."""

    def __init__(self, asked: Asked, *, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._concepts = [
            (concept.importance, [_part(phrase, vocabulary) for phrase in concept.phrases])
            for concept in asked.concepts
        ]
        self._whole = sum(importance for importance, _parts in self._concepts)
        self._words = frozenset(
            word.plain
            for concept in asked.concepts
            for phrase in concept.phrases
            for word in phrase.words
        )
        self._weights: dict[str, float] = {}
        padded = f" {' '.join(word.plain for word in asked.words)} "
        meant = "|".join(
            f" {' '.join(word.plain for word in phrase.words)} "
            for concept in asked.concepts
            for phrase in concept.phrases[1:]
        )
        self._specials = [
            (f" {' '.join(special.words)} ", special.penalty)
            for special in lexicon.specials
            if f" {' '.join(special.words)} " not in meant
            and not any(f" {' '.join(phrase)} " in padded for phrase in special.asked_by)
        ]

    def score(self, candidate: Candidate) -> float:
        """Return how well a procedure answers, from 0 to 1."""
        place = _Place(candidate, self._words)
        found = 0.0
        explained: set[str] = set()
        for importance, parts in self._concepts:
            best, said = 0.0, None
            for part in parts:
                value = place.value(part) if part.trust > best else 0.0
                if value > best:
                    best, said = value, part
            found += importance * best
            explained.update(word.plain for word, _weight in said.words) if said else None
        if not found:
            return 0.0
        share = self._share(candidate, explained)
        value = found / self._whole * (1 - _WHOLE + _WHOLE * share)
        value *= 1 - _PRIOR + _PRIOR * candidate.prior
        penalty = sum(weight for run, weight in self._specials if run in place.text)
        return max(0.0, min(1.0, value - penalty))

    def _share(self, candidate: Candidate, explained: set[str]) -> float:
        """Return how much of the name the query speaks of."""
        whole, known = 0.0, 0.0
        weights = self._weights
        for plain in {plain for plain, _key in candidate.main}:
            weight = weights.get(plain)
            if weight is None:
                weight = weights[plain] = self._vocabulary.weight(plain)
            whole += weight
            known += weight if plain in explained else 0.0
        return known / whole if whole else 0.0


def _part(phrase: Phrase, vocabulary: Vocabulary) -> _Part:
    return _Part(
        words=tuple((word, vocabulary.weight(word.plain)) for word in phrase.words),
        pairs=tuple(_pairs(phrase, vocabulary)),
        whole=mass(phrase.words, vocabulary),
        trust=phrase.trust,
        power=_POWER if phrase.trust == 1.0 else _POWER_SAID,
    )


def _pairs(phrase: Phrase, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str, float]]:
    for left, right, weight in pairs_of(phrase.words, vocabulary):
        yield left, right, f" {left} {right} ", weight


class _Place:
    """Where the words of a candidate stand."""

    def __init__(self, candidate: Candidate, wanted: frozenset[str]) -> None:
        self._topic, self._body = candidate.topic, candidate.body
        self._keys: dict[str, list[tuple[str, float]]] = {}
        for words, worth in ((candidate.main, 1.0), (candidate.rest, _REST)):
            for plain, key in words:
                if plain in wanted:
                    self._keys.setdefault(plain, []).append((key, worth))
        names = [plain for plain, _key in (*candidate.main, *candidate.rest)]
        self.text = f" {' '.join(names)} "
        self._spoken = {word for phrase in candidate.spoken for word in phrase}
        self._spoken_text = "|".join(f" {' '.join(phrase)} " for phrase in candidate.spoken)

    def value(self, part: _Part) -> float:
        """Return which share of a phrase stands here, rare words counting more."""
        if not part.whole:
            return 0.0
        hits = {}
        found = 0.0
        for word, weight in part.words:
            hit = self._hit(word)
            hits[word.plain] = hit
            found += weight * hit
        if not found:
            return 0.0
        for left, right, text, weight in part.pairs:
            if text in self.text:
                found += weight * min(hits[left], hits[right])
            elif text in self._spoken_text:
                found += weight * _SPOKEN
        return _powered(found / part.whole, part.power) * part.trust

    def _hit(self, word: Word) -> float:
        plain = word.plain
        keys = self._keys.get(plain)
        if keys:
            named = max(worth * agree(word, key) for key, worth in keys)
        else:
            named = _SPOKEN if plain in self._spoken else 0.0
        if named < _TOPIC and plain in self._topic:
            return _TOPIC
        return _BODY if named < _BODY and plain in self._body else named


@lru_cache(maxsize=4_096)
def _powered(share: float, power: float) -> float:
    return float(min(share, 1.0) ** power)

"""Weigh how well a procedure answers a query."""

from typing import Final

from haidang.engines.search.model import Asked, Candidate, Lexicon, Phrase, Vocabulary, Word
from haidang.engines.search.query import mass, pairs_of
from haidang.engines.search.words import agree

_REST: Final = 0.7
_SPOKEN: Final = 0.9
_TOPIC: Final = 0.5
_BODY: Final = 0.25
_WHOLE: Final = 0.22
_PRIOR: Final = 0.16
_POWER: Final = 1.3


def score(
    asked: Asked, candidate: Candidate, *, lexicon: Lexicon, vocabulary: Vocabulary
) -> float:
    """Return how well a procedure answers, from 0 to 1."""
    place = _Place(candidate)
    found, whole = 0.0, 0.0
    explained: set[str] = set()
    for concept in asked.concepts:
        best, said = 0.0, None
        for phrase in concept.phrases:
            value = place.value(phrase, vocabulary) * phrase.trust
            if value > best:
                best, said = value, phrase
        whole += concept.importance
        found += concept.importance * best
        explained |= {word.plain for word in said.words} if said else set()
    if not whole or not found:
        return 0.0
    coverage = found / whole
    share = _share(candidate, explained, vocabulary)
    value = coverage * (1 - _WHOLE + _WHOLE * share) * (1 - _PRIOR + _PRIOR * candidate.prior)
    return max(0.0, min(1.0, value - _special(asked, place, lexicon)))


def _share(candidate: Candidate, explained: set[str], vocabulary: Vocabulary) -> float:
    """Return how much of the name the query speaks of."""
    names = {plain for plain, _key in candidate.main}
    weights = {plain: vocabulary.weight(plain) for plain in names}
    whole = sum(weights.values())
    return sum(weights[plain] for plain in names & explained) / whole if whole else 0.0


def _special(asked: Asked, place: "_Place", lexicon: Lexicon) -> float:
    words = " ".join(word.plain for word in asked.words)
    padded = f" {words} "
    return sum(
        special.penalty
        for special in lexicon.specials
        if place.has_run(special.words)
        and not any(f" {' '.join(phrase)} " in padded for phrase in special.asked_by)
    )


class _Place:
    """Where the words of a candidate stand."""

    def __init__(self, candidate: Candidate) -> None:
        self._candidate = candidate
        self._keys: dict[str, list[tuple[str, float]]] = {}
        for words, worth in ((candidate.main, 1.0), (candidate.rest, _REST)):
            for plain, key in words:
                self._keys.setdefault(plain, []).append((key, worth))
        names = [plain for plain, _key in (*candidate.main, *candidate.rest)]
        self._text = f" {' '.join(names)} "
        self._spoken = {word for phrase in candidate.spoken for word in phrase}
        self._spoken_text = "".join(f" {' '.join(phrase)} |" for phrase in candidate.spoken)

    def value(self, phrase: Phrase, vocabulary: Vocabulary) -> float:
        """Return which share of a phrase stands here, rare words counting more."""
        whole = mass(phrase.words, vocabulary)
        if not whole:
            return 0.0
        hits = {word.plain: self._hit(word) for word in phrase.words}
        found = sum(vocabulary.weight(word.plain) * hits[word.plain] for word in phrase.words)
        for left, right, weight in pairs_of(phrase.words, vocabulary):
            if f" {left} {right} " in self._text:
                found += weight * min(hits[left], hits[right])
            elif f" {left} {right} " in self._spoken_text:
                found += weight * _SPOKEN
        return float((found / whole) ** _POWER)

    def has_run(self, words: tuple[str, ...]) -> bool:
        """Say whether words stand side by side in the name."""
        return f" {' '.join(words)} " in self._text

    def _hit(self, word: Word) -> float:
        plain = word.plain
        named = max(
            (worth * agree(word, key) for key, worth in self._keys.get(plain, ())), default=0.0
        )
        if plain in self._spoken:
            named = max(named, _SPOKEN)
        if plain in self._candidate.topic:
            named = max(named, _TOPIC)
        return max(named, _BODY) if plain in self._candidate.body else named

"""Put slips of typing right, by what stands side by side in the catalogue."""

from collections.abc import Iterator, Sequence
from typing import Final

from haidang.engines.search.model import Lexicon, Vocabulary, Word
from haidang.engines.search.slips import edits, sound_alikes, untyped
from haidang.engines.search.words import split_words

_SHORTEST: Final = 2
_SHORTEST_JOINED: Final = 5
_SURE: Final = 4
"""A known word gives way only to one that stands beside its neighbour in so many names."""
_SMALL: Final = 200
"""In a catalogue of less than some times so many names fewer are enough."""
_CONSONANTS: Final = "bcdđghklmnpqrstvx"


def mend(words: Sequence[Word], *, lexicon: Lexicon, vocabulary: Vocabulary) -> tuple[Word, ...]:
    """Return the words as they were probably meant; a word that makes sense stays."""
    reader = _Reader(lexicon, vocabulary, has_marks=any(word.has_marks for word in words))
    mended: list[Word] = []
    for at, word in enumerate(words):
        before = mended[-1] if mended else None
        after = words[at + 1] if at + 1 < len(words) else None
        mended += reader.read(word, before, after)
    return tuple(mended)


def dressed(words: Sequence[Word], vocabulary: Vocabulary) -> str:
    """Return words as they are mostly written beside each other, for a person to read."""
    reader = _Reader(Lexicon(), vocabulary, has_marks=False)
    beside = [None, *words, None]
    return " ".join(
        word.shown if word.has_marks else reader.write(word.plain, before, after).shown
        for before, word, after in zip(beside, words, beside[2:], strict=False)
    )


class _Reader:
    """Knows which words and pairs there are."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary, *, has_marks: bool) -> None:
        self._known = lexicon.known
        self._has_marks = has_marks
        self._vocabulary = vocabulary
        self._sure = max(1, min(_SURE, vocabulary.entries // _SMALL))

    def read(self, word: Word, before: Word | None, after: Word | None) -> list[Word]:
        """Return what was meant by a word between its neighbours."""
        if word.plain.isdigit() or len(word.plain) < _SHORTEST:
            return [word]
        if not self._knows(word.plain):
            return self._unknown(word, before, after)
        if self._fits(word.plain, before, after) or not (before or after):
            return [word]
        others = [
            one
            for one in sound_alikes(word.plain)
            if self._knows(one) and self._fits(one, before, after) >= self._sure
        ]
        best = self._best(others, before, after, needs_pair=True)
        meant = self.write(best, before, after) if best else None
        return [meant if meant and self._rhymes(word, meant) else word]

    def _rhymes(self, word: Word, meant: Word) -> bool:
        """Say whether a person who types accents may have meant a word: only its start differs."""
        if not self._has_marks:
            return True
        return _rhyme(word.key) == _rhyme(split_words(meant.shown)[0].key)

    def _unknown(self, word: Word, before: Word | None, after: Word | None) -> list[Word]:
        for guesses in ((untyped(word.plain),), sound_alikes(word.plain), edits(word.plain)):
            known = [one for one in guesses if one != word.plain and self._knows(one)]
            best = self._best(known, before, after, needs_pair=True)
            if best:
                return [self.write(best, before, after)]
        apart = self._apart(word.plain)
        if apart:
            return [self.write(apart[0], before, None), self.write(apart[1], None, after)]
        if word.has_marks or len(word.plain) > _SHORTEST:
            near = [
                one
                for one in {untyped(word.plain), *sound_alikes(word.plain), *edits(word.plain)}
                if self._count(one) >= self._sure
            ]
            best = self._best(near, before, after, needs_pair=False)
            return [self.write(best, before, after)] if best else [word]
        return [word]

    def _apart(self, word: str) -> tuple[str, str] | None:
        if len(word) < _SHORTEST_JOINED:
            return None
        cuts = [(word[:at], word[at:]) for at in range(_SHORTEST, len(word) - 1)]
        found = [cut for cut in cuts if self._pair(*cut)]
        return max(found, key=lambda cut: self._pair(*cut), default=None)

    def _best(
        self, guesses: Sequence[str], before: Word | None, after: Word | None, *, needs_pair: bool
    ) -> str:
        ranked = sorted(
            ((self._fits(one, before, after), self._count(one), one) for one in guesses),
            key=lambda each: (-each[0], -each[1], each[2]),
        )
        if not ranked or (needs_pair and not ranked[0][0]):
            return ""
        return ranked[0][2]

    def _fits(self, word: str, before: Word | None, after: Word | None) -> int:
        left = self._pair(before.plain, word) if before else 0
        right = self._pair(word, after.plain) if after else 0
        return left + right

    def _pair(self, left: str, right: str) -> int:
        return self._count(f"{left} {right}")

    def _count(self, word: str) -> int:
        return self._vocabulary.counts.get(word, 0) + (word in self._known)

    def _knows(self, word: str) -> bool:
        return word in self._known or self._vocabulary.knows(word)

    def write(self, word: str, before: Word | None, after: Word | None) -> Word:
        """Return a word with the accents that it mostly bears beside its neighbours."""
        return next(self._written(word, before, after))

    def _written(self, word: str, before: Word | None, after: Word | None) -> Iterator[Word]:
        shown = self._vocabulary.shown
        if before and f"{before.plain} {word}" in shown:
            yield _plain_key(split_words(shown[f"{before.plain} {word}"])[-1])
        if after and f"{word} {after.plain}" in shown:
            yield _plain_key(split_words(shown[f"{word} {after.plain}"])[0])
        yield _plain_key(split_words(shown.get(word, word) or word)[0])


def _rhyme(key: str) -> str:
    return key[len(key) - len(key.lstrip(_CONSONANTS)) :]


def _plain_key(word: Word) -> Word:
    """Return a mended word that does not insist on its accents."""
    return Word(word.plain, f"{word.plain}0", word.shown)

"""The typed objects of the search."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

_FIGURE: Final = 0.4
"""Figures tell little: "mẫu số 2", "14 tuổi"."""


@dataclass(frozen=True, slots=True)
class Word:
    """One syllable: without accents, with them (tone apart), and as it is written."""

    plain: str
    key: str
    shown: str

    @property
    def has_marks(self) -> bool:
        """Say whether the writer typed accents."""
        return self.key != f"{self.plain}0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What people say, what the names of procedures say for it, and what it is about.

    ``weight`` below 1 is for words that many things share: lost, expired, changed.
    """

    words: tuple[Word, ...]
    means: tuple[tuple[Word, ...], ...]
    about: tuple[tuple[Word, ...], ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """A special case: procedures about it stand back unless the query speaks of it."""

    words: tuple[str, ...]
    asked_by: tuple[tuple[str, ...], ...]
    penalty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """Something that happens in a life, and by which rule procedures belong to it."""

    key: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    icon: str
    fields: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The content of the search: sayings by first word, asking words, special cases, events."""

    sayings: Mapping[str, tuple[Saying, ...]] = field(default_factory=dict)
    scattered: Mapping[str, tuple[Saying, ...]] = field(default_factory=dict)
    """Sayings of three words and more by each of their words: their order may differ."""
    asking: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    specials: tuple[Special, ...] = ()
    popular: Mapping[str, float] = field(default_factory=dict)
    events: tuple[LifeEvent, ...] = ()
    known: frozenset[str] = frozenset()
    """Words and pairs that the sayings use, so that they are never mended away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Words and neighbouring pairs of the catalogue, and in how many entries each stands.

    ``counts`` are those of names and keywords, ``bodies`` those of all that is told beside.
    """

    entries: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    bodies: Mapping[str, int] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)

    def weight(self, word: str) -> float:
        """Return how much a word tells: rare words tell more, unknown ones little."""
        found = _weight(self.entries, self.counts.get(word) or self.bodies.get(word, 0) // 2)
        return found * _FIGURE if word.isdigit() else found

    def knows(self, word: str) -> bool:
        """Say whether a word, or a pair in a name, stands anywhere in the catalogue."""
        return word in self.counts or word in self.bodies


@lru_cache(maxsize=65_536)
def _weight(entries: int, count: int) -> float:
    return math.log(1 + (entries - count + 0.5) / (count + 0.5)) if count else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One way to say a concept; ``trust`` is 1 for the person's own words."""

    words: tuple[Word, ...]
    trust: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A part of the query with all ways to say it; ``importance`` weighs it."""

    phrases: tuple[Phrase, ...]
    importance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query understood; ``mended`` is empty where nothing was put right."""

    words: tuple[Word, ...]
    concepts: tuple[Concept, ...]
    mended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A procedure that shares words with the query.

    ``main`` is the name up to its first parenthesis, ``rest`` what follows; ``spoken`` are
    keywords, ``topic`` the words of its field, ``body`` those words of the query that stand in
    its papers, results and steps; ``prior`` lies between 0 and 1.
    """

    code: str
    main: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, str], ...] = ()
    spoken: tuple[tuple[str, ...], ...] = ()
    topic: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()
    prior: float = 0.0

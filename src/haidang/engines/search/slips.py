"""What a person may have meant by a word that is not there: sounds, keys, neighbours."""

import re
from functools import lru_cache
from typing import Final

_LETTERS: Final = "abcdeghiklmnopqrstuvxy"
_STARTS: Final = (
    ("ngh", "ng", "n"),
    ("tr", "ch"),
    ("s", "x"),
    ("gi", "d", "r", "v"),
    ("l", "n"),
    ("c", "k", "q"),
    ("gh", "g"),
    ("th", "t"),
)
_ENDS: Final = (("ng", "n", "nh"), ("t", "c", "ch"), ("y", "i"), ("u", "o"))
_ONSET: Final = re.compile(r"ngh|ng|nh|gh|gi(?=[aeou])|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvxfjwz]|")
_FOREIGN: Final = {"f": "ph", "j": "gi", "z": "d", "w": "qu", "k": "c"}
_TELEX: Final = (
    ("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("uow", "uo"), ("aw", "a"),
    ("ow", "o"), ("uw", "u"), ("w", "u"),
)  # fmt: skip
_TELEX_TONE: Final = re.compile(r"(?<=[aeiouy])(c|ch|m|n|ng|nh|p|t|)[sfrxj]$|(?<=[aeiouy])[sfrxj]")


@lru_cache(maxsize=8_192)
def sound_alikes(word: str) -> frozenset[str]:
    """Return the spellings that many hear as the same: ch and tr, s and x, final n and ng."""
    onset = _ONSET.match(word)
    start = onset.group() if onset else ""
    rest = word[len(start) :]
    starts = {start, *_others(start, _STARTS)}
    if start in _FOREIGN:
        starts.add(_FOREIGN[start])
    ends = {rest}
    for group in _ENDS:
        for end in group:
            if rest.endswith(end) and len(rest) > len(end):
                ends |= {rest[: -len(end)] + other for other in group}
    return frozenset(f"{one}{two}" for one in starts for two in ends) - {word}


@lru_cache(maxsize=1_024)
def edits(word: str) -> frozenset[str]:
    """Return every spelling one key away: a letter too many, missing, wrong or swapped."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    fewer = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    wrong = {left + sign + right[1:] for left, right in cuts if right for sign in _LETTERS}
    more = {left + sign + right for left, right in cuts for sign in _LETTERS}
    return frozenset(fewer | swapped | wrong | more) - {word, ""}


def untyped(word: str) -> str:
    """Return a word with the keys of the Telex method taken for accents: ddawng is dang."""
    plain = _TELEX_TONE.sub(lambda found: found.group(1) or "", word, count=1)
    for typed, letter in _TELEX:
        plain = plain.replace(typed, letter)
    return plain


def _others(part: str, groups: tuple[tuple[str, ...], ...]) -> set[str]:
    return {other for group in groups if part in group for other in group if other != part}

"""Cut text into words: without accents for finding, with them for preferring."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from haidang.engines.search.model import Word
from haidang.kernel.text import fold

_TONES: Final = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_WORD: Final = re.compile(r"[^\W_]+")
_VOWEL_Y: Final = re.compile(r"(?<![aeou])y$|(?<=qu)y$")
_RANGES: Final = ((0xC0, 0x250), (0x1E00, 0x1F00), (0x400, 0x460))
_PLAIN: Final = {
    code: fold(chr(code)) for low, high in _RANGES for code in range(low, high)
} | dict.fromkeys(range(0x300, 0x370), "")

CLASH: Final = 0.6
"""How well a word with other accents than the typed ones fits."""
_NEAR: Final = 0.97


def plain_text(text: str) -> str:
    """Return the words of a text without accents, joined by single spaces."""
    letters = unicodedata.normalize("NFC", text).translate(_PLAIN).casefold()
    return " ".join(_same_i(word) for word in _WORD.findall(letters))


def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in their order."""
    whole = unicodedata.normalize("NFC", text)
    return tuple(_word(written) for written in _WORD.findall(whole.casefold()))


def agree(asked: Word, key: str) -> float:
    """Say how well typed accents fit a word: 1 for the same, or where none were typed."""
    if asked.key == key or not asked.has_marks:
        return 1.0
    shape, tone = asked.key[:-1], asked.key[-1]
    half_typed = shape == key[:-1] and tone == "0"
    other_half = shape == asked.plain and tone == key[-1]
    return _NEAR if half_typed or other_half else CLASH


@lru_cache(maxsize=32_768)
def _word(written: str) -> Word:
    plain = _same_i(written.translate(_PLAIN).casefold())
    return Word(plain, _key(written), written)


def _key(written: str) -> str:
    """Return the letters with their shapes, then the tone: hòa and hoà are one."""
    letters = unicodedata.normalize("NFD", written)
    tone = next((_TONES[sign] for sign in letters if sign in _TONES), "0")
    bare = "".join(sign for sign in letters if sign not in _TONES)
    return _same_i(unicodedata.normalize("NFC", bare)) + tone


def _same_i(word: str) -> str:
    """Write kỳ, lý, quý and kì, lí, quí the same way; ay, uy and ey stay."""
    return _VOWEL_Y.sub("i", word)

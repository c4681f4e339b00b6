"""Vietnamese text: fold for search, sort as a dictionary does, make a slug."""

import re
import unicodedata
from typing import Final

_LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES: Final = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES: Final = {"\u0306", "\u0302", "\u031b"}
_MARKS: Final = {code: None for code in range(0x300, 0x1E950) if unicodedata.combining(chr(code))}
"""Every combining mark of Unicode, to be dropped."""
_LOOKALIKES: Final = str.maketrans("аесорхуіАЕСОРХУІ", "aecopxyiAECOPXYI")  # noqa: RUF001 - that is the point


def nfc(text: str) -> str:
    """Compose accents and collapse white space, so that equal words are equal."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Drop accents, case and look-alike letters: how people type when they search."""
    plain = text.translate(_LOOKALIKES).replace("đ", "d").replace("Đ", "D")
    kept = unicodedata.normalize("NFD", plain).translate(_MARKS)
    return " ".join(kept.casefold().split())


def sort_key(text: str) -> str:
    """Return a key whose plain order is the Vietnamese dictionary's order.

    Base letters decide first (a ă â b c d đ …), then tones (ngang huyền hỏi ngã sắc nặng).
    """
    letters, tones = [], []
    for sign in unicodedata.normalize("NFC", text.casefold()):
        base, tone = _split_tone(sign)
        position = _LETTERS.find(base)
        letters.append(chr(ord("A") + position) if position >= 0 else base)
        tones.append(str(tone))
    return "".join(letters) + "\x01" + "".join(tones)


def slug(text: str) -> str:
    """Return the folded text as words joined by hyphens, for addresses and file names."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _split_tone(sign: str) -> tuple[str, int]:
    decomposed = unicodedata.normalize("NFD", sign)
    tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), 0)
    shape = "".join(
        mark for mark in decomposed if not unicodedata.combining(mark) or mark in _SHAPES
    )
    return unicodedata.normalize("NFC", shape), tone

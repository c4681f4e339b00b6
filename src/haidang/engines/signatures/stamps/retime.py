"""Put another instant into a drawn stamp: to draw it anew takes ten times as long."""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from haidang.engines.signatures.stamps import ANY_TIME

_STRING: Final = re.compile(rb"\((?:\\[0-7]{3}|\\.|[^\\()])*\)", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class NoTime(ValueError):
    """The drawing shows no instant that could be changed."""


@dataclass(frozen=True, slots=True)
class _Timed:
    before: bytes
    after: bytes
    glyphs: dict[str, bytes]


def show_time(content: bytes, text: str) -> bytes:
    """Return a compressed content stream with an instant in the place of ``ANY_TIME``."""
    timed = _find_time(content)
    shown = b"".join(timed.glyphs[letter] for letter in text)
    return zlib.compress(b"%s%s%s" % (timed.before, shown.hex().encode(), timed.after))


@lru_cache(maxsize=256)
def _find_time(content: bytes) -> _Timed:
    """Find the instant by its pattern: the same letters are the same glyphs, others are not."""
    plain = zlib.decompress(content)
    for found in _STRING.finditer(plain):
        string = _ESCAPE.sub(_unescaped, found.group()[1:-1])
        glyphs = [string[at : at + 2] for at in range(0, len(string), 2)]
        for begin in range(len(glyphs) - len(ANY_TIME) + 1):
            shown = glyphs[begin : begin + len(ANY_TIME)]
            pairs = set(zip(ANY_TIME, shown, strict=True))
            if len(pairs) == len(set(ANY_TIME)) == len(set(shown)):
                end = begin + len(ANY_TIME)
                head, tail = b"".join(glyphs[:begin]).hex(), b"".join(glyphs[end:]).hex()
                return _Timed(
                    before=plain[: found.start()] + b"<" + head.encode(),
                    after=tail.encode() + b">" + plain[found.end() :],
                    glyphs=dict(pairs),
                )
    raise NoTime


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found.group(1)
    return bytes((int(code, 8),)) if code.isdigit() else _ESCAPED.get(code, code)

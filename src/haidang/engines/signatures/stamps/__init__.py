"""Draw what people see where a signature stands; every line is made here, nothing pasted."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst

from haidang.engines.documents import FontSet
from haidang.engines.signatures.model import FieldPlace, Stamp
from haidang.kernel import clock

_FOLDER: Final = Path(__file__).parent


ANY_TIME: Final = "01/23/4567 89:01:23 +07:00"
"""A text as long as an instant with every digit in it: digits are all of one width."""


def time_of(stamp: Stamp) -> str:
    """Return the instant as a stamp shows it; nothing where it shows none."""
    if stamp.kind == "agency":
        return ""
    at = clock.local(stamp.at)
    return f"{at:%d/%m/%Y %H:%M:%S} {at:%z}"[:-2] + ":00"


def draw_stamp(stamp: Stamp, *, place: FieldPlace, fonts: FontSet, shown_at: str = "") -> bytes:
    """Return a PDF of one page, as large as the place, that shows the stamp.

    ``shown_at`` is what stands where its instant would, so that one drawing serves them all.
    """
    shown = {
        "name": stamp.name,
        "note": stamp.note,
        "sample": stamp.sample,
        "width": round(place.width, 2),
        "height": round(place.height, 2),
    }
    if stamp.kind != "agency":
        shown["at"] = shown_at or time_of(stamp)
    return _draw(stamp.kind, json.dumps(shown, ensure_ascii=False), fonts)


@lru_cache(maxsize=256)
def _draw(kind: str, data: str, fonts: FontSet) -> bytes:
    compiler = typst.Compiler(
        (_FOLDER / f"{kind}.typ").read_bytes(),
        root=str(_FOLDER),
        font_paths=_fonts_of(fonts),
        ignore_system_fonts=True,
        sys_inputs={"data": data, "font": fonts.family},
    )
    pdf = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=0, pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise TypeError("A stamp is one document.")
    return pdf


@lru_cache(maxsize=4)
def _fonts_of(fonts: FontSet) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(path) for path in fonts.paths],
    )

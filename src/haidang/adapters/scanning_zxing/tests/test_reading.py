import io
from collections.abc import Callable

import pytest
import segno
from PIL import Image, ImageEnhance, ImageFilter

from haidang.adapters.scanning_zxing import Provider

LAN = "031194000001|123456789|Nguyễn Thị Lan|12051994|Nữ|Số 12, Thuỷ Nguyên, Hải Phòng|01012022"

Change = Callable[[Image.Image], Image.Image]


def card_photo(width: int = 1200) -> Image.Image:
    """Return a card of a width in pixels: its code is 13.5 mm of 85.6 mm, as printed."""
    drawn = io.BytesIO()
    segno.make(LAN, version=8, error="m", micro=False).save(drawn, kind="png", scale=4, border=2)
    card = Image.new("L", (width, round(width * 0.63)), 205)
    side = round(width * 13.5 / 85.6 * 53 / 49)
    with Image.open(io.BytesIO(drawn.getvalue())) as code:
        small = code.convert("L").resize((side, side), Image.Resampling.BICUBIC)
    card.paste(small, (width - side - 40, 40))
    return card


CONDITIONS: dict[str, Change] = {
    "as it is": lambda card: card,
    "upside down": lambda card: card.rotate(180),
    "on its side": lambda card: card.rotate(90, expand=True),
    "aslant": lambda card: card.rotate(17, expand=True, fillcolor=205),
    "out of focus": lambda card: card.filter(ImageFilter.GaussianBlur(1.5)),
    "in bad light": lambda card: ImageEnhance.Contrast(card).enhance(0.35),
    "dark": lambda card: card.point(lambda level: level // 4),
}


@pytest.mark.parametrize("change", CONDITIONS.values(), ids=CONDITIONS)
@pytest.mark.parametrize("width", [1000, 1600])
def test_a_card_is_read_under_bad_conditions(change: Change, width: int) -> None:
    assert Provider().read(change(card_photo(width)), patiently=True) == (LAN,)


def test_a_small_card_is_enlarged_first() -> None:
    assert Provider().read(card_photo(550), patiently=True) == (LAN,)


def test_a_picture_without_a_code_says_nothing() -> None:
    assert Provider().read(Image.new("L", (800, 500), 128), patiently=True) == ()

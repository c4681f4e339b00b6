"""Read QR codes; on bad photos enlarge, sharpen and raise the contrast, and try again."""

from collections.abc import Iterator, Sequence
from typing import Final

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

_MOST_PIXELS: Final = 26_000_000
_SHARPEN: Final = ImageFilter.UnsharpMask(radius=2, percent=180, threshold=2)


class Provider:
    """A CodeReader (``blocks.scanning``): any rotation, down to about 3 px a module."""

    def read(self, picture: Image.Image, *, patiently: bool) -> Sequence[str]:
        """Return the texts of the QR codes in a picture; ``patiently`` tries five times."""
        for attempt in _attempts(picture.convert("L"), patiently=patiently):
            found = zxingcpp.read_barcodes(
                attempt, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
            )
            if found:
                return tuple(one.text for one in found)
        return ()


def _attempts(grey: Image.Image, *, patiently: bool) -> Iterator[Image.Image]:
    yield grey
    if not patiently:
        return
    twice = _enlarged(grey, 2)
    yield twice
    yield twice.filter(_SHARPEN)
    yield ImageOps.equalize(twice)
    yield _enlarged(grey, 3).filter(_SHARPEN)


def _enlarged(grey: Image.Image, times: int) -> Image.Image:
    if grey.width * grey.height * times * times > _MOST_PIXELS:
        return grey
    return grey.resize((grey.width * times, grey.height * times), Image.Resampling.BICUBIC)

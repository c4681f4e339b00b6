import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

from haidang.adapters.scanning_ocrmypdf import Provider
from haidang.config.env import PROJECT
from haidang.kernel.errors import ProviderUnavailable

FONT = PROJECT / "node_modules" / "@expo-google-fonts" / "tinos" / "400Regular"
WORDS = ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Giấy chứng sinh", "Họ và tên: Nguyễn Thị Lan")
ABSENT = (
    "Text recognition is the extra “ocr”: it needs ocrmypdf, tesseract-ocr with "
    "tesseract-ocr-vie, and ghostscript."
)


def scanned_page() -> bytes:
    """Return a page of Vietnamese words as a picture in a PDF, at 300 dpi."""
    font = ImageFont.truetype(str(next(FONT.glob("*.ttf"))), 60)
    page = Image.new("L", (2480, 3508), 255)
    pen = ImageDraw.Draw(page)
    for line, words in enumerate(WORDS):
        pen.text((250, 300 + 140 * line), words, font=font, fill=0)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=300)
    return out.getvalue()


class TestWhereItIsAbsent:
    def test_it_says_so(self, tmp_path: Path) -> None:
        assert not Provider(path=str(tmp_path)).is_present()

    def test_working_all_the_same_fails_in_words(self, tmp_path: Path) -> None:
        with pytest.raises(ProviderUnavailable, match="OCRmyPDF"):
            Provider(path=str(tmp_path)).read(scanned_page())

    def test_a_program_that_fails_is_heard(self) -> None:
        with pytest.raises(ProviderUnavailable, match="ended with 1"):
            Provider(program="/bin/false").read(scanned_page())


class TestWhereItIsPresent:
    @pytest.fixture
    def provider(self) -> Provider:
        provider = Provider()
        if not provider.is_present():
            pytest.skip(ABSENT)
        return provider

    def test_a_scanned_page_can_be_searched(self, provider: Provider) -> None:
        made = provider.read(scanned_page())

        reader = PdfReader(io.BytesIO(made))
        text = " ".join(reader.pages[0].extract_text().split())
        assert [words for words in WORDS if words not in text] == []
        assert len(reader.pages) == 1
        assert b"pdfaid" in made

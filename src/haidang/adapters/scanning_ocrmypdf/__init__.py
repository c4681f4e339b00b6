"""Words from scanned pages by OCRmyPDF and Tesseract (the extra ``ocr``)."""

from haidang.adapters.scanning_ocrmypdf.provider import Provider

__all__ = ["Provider"]

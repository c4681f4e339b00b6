"""What tests of documents need: the fonts of this checkout, and the text of a PDF."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

from haidang.engines.documents.model import FontSet

FONTS: Final = FontSet(
    paths=(Path(__file__).parents[4] / "node_modules" / "@expo-google-fonts" / "tinos",)
)
PDFTOTEXT: Final = shutil.which("pdftotext")
"""The reader of poppler-utils, or nothing where it is not installed."""


def text_of(pdf: bytes) -> str:
    """Return what a reader finds in a PDF, one line a line, blanks folded."""
    found = subprocess.run(  # noqa: S603 - a fixed program reads bytes that the test made
        [PDFTOTEXT or "pdftotext", "-layout", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    lines = (" ".join(line.split()) for line in found.stdout.decode().splitlines())
    return "\n".join(line for line in lines if line) + "\n"

"""Run OCRmyPDF as a program of its own, so that a bad page cannot hurt the worker."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from pypdf import PdfReader

from haidang.kernel.errors import ProviderUnavailable

LANGUAGE: Final = "vie"
TIMEOUT_SECONDS: Final = 900
_PROGRAMS: Final = ("tesseract", "gs")


class Provider:
    """A TextReader (``blocks.scanning``): PDF/A-2b with a picture and a layer of text.

    Needs the extra ``ocr`` and Debian's tesseract-ocr, tesseract-ocr-vie and ghostscript.
    """

    def __init__(self, *, program: str = "", path: str | None = None) -> None:
        self._path = path
        self._program = program or _find_program(path)

    def is_present(self) -> bool:
        """Tell whether OCRmyPDF, Tesseract with Vietnamese and Ghostscript are installed."""
        found = all(shutil.which(name, path=self._path) for name in _PROGRAMS)
        return bool(self._program) and found and LANGUAGE in self._languages()

    def read(self, pdf: bytes) -> bytes:
        """Return the pages with a layer of text; pages that have text keep theirs.

        The result is PDF/A-2b, unless some page brought text of its own: Ghostscript 10.0
        of Debian 12 would damage that.
        """
        with tempfile.TemporaryDirectory(prefix="haidang-ocr-") as folder:
            given, made = Path(folder, "vao.pdf"), Path(folder, "ra.pdf")
            given.write_bytes(pdf)
            command = [
                self._program, "--quiet", "--language", LANGUAGE, *_mode(pdf), "--rotate-pages",
                "--jobs", "1", "--tesseract-timeout", "180", str(given), str(made),
            ]  # fmt: skip
            self._run(command)
            return made.read_bytes()

    def _run(self, command: list[str]) -> None:
        calm = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # noqa: TID251 - handed to a child
        try:
            done = subprocess.run(  # noqa: S603 - our own arguments, no shell
                command, env=calm, check=False, capture_output=True, timeout=TIMEOUT_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise ProviderUnavailable(f"OCRmyPDF: {type(fault).__name__}") from fault
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()[-300:]
            raise ProviderUnavailable(f"OCRmyPDF ended with {done.returncode}: {said}")

    def _languages(self) -> set[str]:
        program = shutil.which("tesseract", path=self._path) or "tesseract"
        try:
            listed = subprocess.run(  # noqa: S603 - our own arguments, no shell
                [program, "--list-langs"], check=False, capture_output=True, timeout=20
            )
        except (OSError, subprocess.TimeoutExpired):
            return set()
        return set(listed.stdout.decode("utf-8", "replace").split())


def _mode(pdf: bytes) -> tuple[str, ...]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    if any(page.extract_text().strip() for page in pages):
        return ("--output-type", "pdf", "--skip-text")
    return ("--output-type", "pdfa-2")


def _find_program(path: str | None) -> str:
    """Return OCRmyPDF of this very installation, else the one on the path."""
    beside = str(Path(sys.executable).parent)
    own = "" if path is not None else shutil.which("ocrmypdf", path=beside)
    return own or shutil.which("ocrmypdf", path=path) or ""

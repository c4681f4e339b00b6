"""What reads codes and words, and which readers are set up."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from PIL import Image

from haidang.kernel.errors import ProviderRefused


class CodeReader(Protocol):
    """Finds QR codes in pictures. It never raises on a picture."""

    def read(self, picture: Image.Image, *, patiently: bool) -> Sequence[str]:
        """Return the texts of the codes; ``patiently`` tries harder on bad photos."""


class TextReader(Protocol):
    """Gives pictures of pages a layer of text."""

    def is_present(self) -> bool:
        """Tell whether it can work on this server."""

    def read(self, pdf: bytes) -> bytes:
        """Return the pages as PDF/A with a layer of text; raises ProviderUnavailable."""


@cache
def code_reader() -> CodeReader:
    """Return the reader of codes named in the setting SCANNING_PROVIDERS."""
    reader: CodeReader = import_string(_path("codes"))()
    return reader


@cache
def text_reader() -> TextReader:
    """Return the reader of words named in the setting SCANNING_PROVIDERS."""
    reader: TextReader = import_string(_path("text"))()
    return reader


def _path(name: str) -> str:
    path: str | None = settings.SCANNING_PROVIDERS.get(name)
    if path is None:
        raise ProviderRefused(f"There is no reader of {name}.")
    return path

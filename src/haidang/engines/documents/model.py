"""What goes into a document and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from haidang.kernel.errors import InvalidInput

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FontSet:
    """The folders with the only fonts that a document may use, and their main family.

    Folders are searched with all their sub-folders; fonts of the machine are ignored, so
    that a document looks the same everywhere. The family has Times metrics and every
    Vietnamese letter (NĐ 30/2020/NĐ-CP, Annex I asks for Times New Roman).
    """

    paths: tuple[Path, ...]
    family: str = "Tinos"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The Typst source of a document and the images that it shows by name."""

    source: bytes
    assets: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    name: str = "template.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedDocument:
    """The bytes of a PDF/A-2b, their hash in hexadecimal, and the number of pages."""

    pdf: bytes
    sha256: str
    pages: int


class DocumentFailed(InvalidInput):
    """The template or its data has faults, so there is no document."""

    code = "documents.failed"

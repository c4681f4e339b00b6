"""Render: template and data become the bytes of a PDF/A-2b."""

import hashlib
import json
import re
import threading
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst

from haidang.engines.documents.explain import explain_fault
from haidang.engines.documents.model import (
    DocumentFailed,
    FontSet,
    Language,
    RenderedDocument,
    Template,
)
from haidang.engines.documents.qr import qr_svg
from haidang.kernel import clock
from haidang.kernel.errors import Problem
from haidang.kernel.money import Money

LIBRARY: Final = Path(__file__).parent / "typst"
"""The folder that templates see as ``/``; it holds the shared library and nothing else."""

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_kept = threading.local()
_PAGES: Final = re.compile(rb"<xmpTPg:NPages>(\d+)<")


def render(
    template: Template,
    data: Mapping[str, object],
    *,
    fonts: FontSet,
    made_at: datetime,
    language: Language = "vi",
) -> RenderedDocument:
    """Make the document of a template and data; the same input gives the same bytes.

    ``data`` is JSON, where dates, instants and ``Money`` are welcome too; instants are shown
    in Vietnam's time. ``data["qr"]`` (else ``data["verify_url"]``) becomes the QR code. Raises
    DocumentFailed with every problem that the compiler tells.
    """
    pdf, problems = compile_template(
        template, data, fonts=fonts, made_at=made_at, language=language
    )
    if pdf is None:
        raise DocumentFailed(problems)
    found = _PAGES.search(pdf)
    pages = int(found.group(1)) if found else 0
    return RenderedDocument(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), pages=pages)


def compile_template(
    template: Template,
    data: Mapping[str, object],
    *,
    fonts: FontSet,
    made_at: datetime,
    language: Language = "vi",
) -> tuple[bytes | None, list[Problem]]:
    """Return the PDF, or nothing, and what the compiler said."""
    try:
        pdf, warnings = _compiler(fonts.paths).compile_with_warnings(
            template.source,
            sys_inputs={
                "data": json.dumps(plain(data), ensure_ascii=False),
                "assets": json.dumps(_texts_of(_assets(template, data)), ensure_ascii=False),
                "font": fonts.family,
                "language": language,
            },
            format="pdf",
            pdf_standards=["a-2b"],
            timestamp=clock.local(made_at),
        )
    except typst.TypstError as fault:
        return None, [explain_fault(fault, name=template.name)]
    faults = [explain_fault(warning, name=template.name) for warning in warnings]
    return (pdf if isinstance(pdf, bytes) else None), faults


def _compiler(paths: tuple[Path, ...]) -> typst.Compiler:
    """Return this thread's compiler for some fonts; it keeps the shared library parsed."""
    kept: dict[tuple[Path, ...], typst.Compiler] = _kept.__dict__.setdefault("compilers", {})
    if paths not in kept:
        kept[paths] = typst.Compiler(
            root=str(LIBRARY), font_paths=_load_fonts(paths), ignore_system_fonts=True
        )
    return kept[paths]


@lru_cache(maxsize=8)
def _load_fonts(paths: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(path) for path in paths],
    )


def list_fonts(fonts: FontSet) -> list[tuple[str, str, int]]:
    """Return family, style and weight of each font found, in order."""
    found = _load_fonts(fonts.paths).fonts()
    return sorted((font.family, font.style, font.weight) for font in found)


def _assets(template: Template, data: Mapping[str, object]) -> dict[str, bytes]:
    assets = dict(template.assets)
    text = data.get("qr") or data.get("verify_url")
    if isinstance(text, str):
        assets.setdefault("qr.svg", qr_svg(text))
    return assets


def _texts_of(assets: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    return {
        name: {"kind": "text", "body": body.decode()}
        if name.endswith(".svg")
        else {"kind": "bytes", "body": body.decode("latin-1")}
        for name, body in sorted(assets.items())
    }


def plain(value: object) -> object:
    """Turn a value into JSON; instants become Vietnam's time, money whole đồng."""
    match value:
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case None | bool() | int() | float():
            return value
        case str() if _INSTANT.fullmatch(value):
            return _plain_scalar(datetime.fromisoformat(value))
        case _:
            return _plain_scalar(value)


def _plain_scalar(value: object) -> str | int:
    match value:
        case datetime():
            return clock.local(value).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Money():
            return value.dong
        case _:
            return str(value)

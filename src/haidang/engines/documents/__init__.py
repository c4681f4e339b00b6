"""Documents: a Typst template and data become the bytes of a PDF/A-2b, always the same.

The words: a *template* (Typst source with its assets), the *library* (the form of official
documents, NĐ 30/2020/NĐ-CP, imported by templates as ``/haidang/nd30.typ``), a *form* (one
of the papers of TT 03/2025/TT-VPCP that the platform itself makes), the *contract* of a
form (the data that it reads), a *signature field* (the place that ``blocks.signing`` fills).

Invariants: the same input gives the same bytes; a character that no font can show is a
problem, never a blank; nothing is read but the fonts and this package's own files.
"""

from haidang.engines.documents.check import check_template
from haidang.engines.documents.contract import check_form_data
from haidang.engines.documents.forms import FORM_NAMES, form_template
from haidang.engines.documents.model import (
    DocumentFailed,
    FontSet,
    Language,
    RenderedDocument,
    Template,
)
from haidang.engines.documents.qr import qr_svg
from haidang.engines.documents.run import render

__all__ = [
    "FORM_NAMES",
    "DocumentFailed",
    "FontSet",
    "Language",
    "RenderedDocument",
    "Template",
    "check_form_data",
    "check_template",
    "form_template",
    "qr_svg",
    "render",
]

"""Print a form of a case on the paper that is wanted: A5 or A4."""

from typing import Literal
from uuid import UUID

from haidang.domain.cases.actions.documents import render_with_fonts
from haidang.domain.cases.models import CaseDocument
from haidang.domain.cases.queries import read_document
from haidang.engines.documents import form_template
from haidang.kernel.actors import Actor

PaperSize = Literal["a5", "a4"]


def print_document(
    key: str | UUID, *, document_id: UUID, paper: PaperSize, actor: Actor
) -> tuple[str, bytes]:
    """Return a document for paper of a size: its file name and bytes.

    What was made for that size, and the result, are given as they are, with their signatures;
    a form on other paper is set anew from the same words, as a copy without signature. The
    reading is noted either way. Raises CaseUnknown for who may not see the case.
    """
    name, original = read_document(key, document_id=document_id, actor=actor)
    row = CaseDocument.objects.get(pk=document_id)
    made_for = str(row.data.get("paper") or "")
    if not made_for or made_for == paper:
        return name, original
    data = {**row.data, "paper": paper}
    copy = render_with_fonts(form_template(row.kind), data, made_at=row.made_at).pdf
    return name.replace(".pdf", f"-{paper}.pdf"), copy

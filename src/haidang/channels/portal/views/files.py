"""Answers that are files."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_answer(content: bytes, *, name: str) -> HttpResponse:
    """Return a PDF to keep; personal data are never cached on the way."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)

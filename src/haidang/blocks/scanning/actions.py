"""Writes of scanning: take a stack in, finish it, give pages a layer of text."""

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from PIL import Image
from pypdf import PdfReader

from haidang.blocks.audit import public as audit
from haidang.blocks.scanning import policies, queries
from haidang.blocks.scanning.errors import PagesLost, ScanRefused, TextReaderMissing
from haidang.blocks.scanning.models import Stack
from haidang.blocks.scanning.providers import code_reader, text_reader
from haidang.blocks.scanning.types import Recognised, StackDone, StackTaken, StackView
from haidang.blocks.vault import public as vault
from haidang.engines.scans import (
    MOST_PAGES,
    ScanUnreadable,
    bind_files,
    count_pages,
    look_at_pages,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now, today
from haidang.kernel.errors import Problem

KEPT_DAYS: Final = 3
"""A stack is only a tool: what was split out of it is the evidence. Then the vault shreds it."""


def take_stack(
    files: Sequence[tuple[str, bytes]], *, agency: str, matter: str, actor: Actor
) -> StackView:
    """Take PDF files and pictures, by name and content, as one stack of pages.

    Looks at every page for separator sheets and blank pages. Raises ScanRefused with the
    name of the file that cannot be read.
    """
    policies.check_can_scan(agency, actor)
    try:
        pdf = bind_files(files)
        pages = look_at_pages(pdf, read_codes=_read_codes)
    except ScanUnreadable as fault:
        raise ScanRefused([_unreadable(str(fault))]) from fault
    with transaction.atomic():
        kept = vault.store_file(
            pdf, name="xap-giay.pdf", owner=None, actor=actor, allowed=("pdf",),
            retain_until=today() + timedelta(days=KEPT_DAYS),
        )  # fmt: skip
        vault.share_files([kept.id], agency=agency, matter=matter, actor=actor)
        row = Stack.objects.create(
            agency=agency,
            matter=matter,
            file_id=kept.id,
            pages=[
                {"number": one.number, "is_blank": one.is_blank, "separator": one.separator}
                for one in pages
            ],
            officer_id=actor.id,
        )
        event = StackTaken(
            stack_id=row.id, matter=matter, agency=agency, pages=len(pages),
            sha256=kept.sha256, at=row.taken_at,
        )  # fmt: skip
        audit.announce(event, actor=actor)
    return queries.view(row)


def finish_stack(stack_id: UUID, *, pages_used: int, actor: Actor) -> None:
    """Put a stack away: its pages were bound to papers, or left out knowingly."""
    with transaction.atomic():
        row = queries.find_stack(stack_id, actor=actor)
        if row.done_at is not None:
            return
        row.done_at = now()
        row.save(update_fields=["done_at"])
        event = StackDone(
            stack_id=row.id, matter=row.matter, pages_used=pages_used,
            pages_left_out=len(row.pages) - pages_used, at=row.done_at,
        )  # fmt: skip
        audit.announce(event, actor=actor)


def recognise_text(pdf: bytes) -> Recognised:
    """Return a PDF's pages with a layer of text; writes nothing.

    Raises TextReaderMissing where none is installed, PagesLost when the number of pages
    changed (TT 03/2025/TT-VPCP, Article 8: as many pages as the paper has).
    """
    reader = text_reader()
    if not reader.is_present():
        raise TextReaderMissing
    read = reader.read(pdf)
    if count_pages(read) != count_pages(pdf):
        raise PagesLost
    return Recognised(pdf=read, pages=count_pages(read), characters=_count_characters(read))


def _read_codes(picture: Image.Image) -> Sequence[str]:
    return code_reader().read(picture, patiently=False)


def _count_characters(pdf: bytes) -> int:
    return sum(len(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages)


def _unreadable(name: str) -> Problem:
    shown = name[:80]
    return Problem(
        code="scanning.unreadable",
        path="/stack",
        message={
            "vi": f"Không đọc được tệp “{shown}”: chỉ nhận PDF, JPEG, PNG hoặc TIFF còn nguyên "
            f"vẹn, tổng cộng không quá {MOST_PAGES} trang.",
            "en": f"The file “{shown}” cannot be read: only undamaged PDF, JPEG, PNG or TIFF "
            f"files are taken, with {MOST_PAGES} pages in all at most.",
        },
    )

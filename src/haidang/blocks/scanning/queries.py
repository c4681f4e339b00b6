"""Reads of scanning: stacks, cards, single pages."""

import io
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PIL import Image, ImageOps

from haidang.blocks.scanning import policies
from haidang.blocks.scanning.errors import StackUnknown
from haidang.blocks.scanning.models import Stack
from haidang.blocks.scanning.providers import code_reader, text_reader
from haidang.blocks.scanning.types import StackId, StackView
from haidang.blocks.vault import public as vault
from haidang.engines.cards import CardRead, parse_card
from haidang.engines.scans import PageLook, cut_pages, draw_thumbnail, propose_parts
from haidang.kernel.actors import Actor
from haidang.kernel.errors import Problem

LOOK: Final = "Số hoá giấy tờ tại quầy"
"""Why a page is looked at, in the words that the person reads."""
LARGEST_SIDE: Final = 4_200


def read_card(picture: bytes) -> CardRead:
    """Return what the QR code on a photo of an identity card says.

    Proves nobody: the code carries no signature. The picture is not kept.
    """
    opened = _open_picture(picture)
    texts = code_reader().read(opened, patiently=True) if opened is not None else ()
    reads = [parse_card(text) for text in texts]
    found = next((one for one in reads if one.card is not None), None)
    return found or CardRead(card=None, problems=(_no_code(),))


def can_read_text() -> bool:
    """Tell whether text recognition works on this server."""
    return text_reader().is_present()


def get_stack(stack_id: UUID, *, actor: Actor) -> StackView:
    """Return a stack of the officer's agency; raises StackUnknown."""
    return view(find_stack(stack_id, actor=actor))


def list_stacks(matter: str, *, actor: Actor) -> list[StackView]:
    """Return the stacks of a matter that still wait to be split, oldest first."""
    rows = Stack.objects.filter(matter=matter, done_at=None, agency__in=actor.agencies)
    return [view(row) for row in rows.order_by("taken_at", "id")]


def draw_page(stack_id: UUID, *, page: int, width: int, actor: Actor) -> bytes:
    """Return a JPEG of a page, counted from 1; empty when the page is no picture."""
    row = find_stack(stack_id, actor=actor)
    if not 1 <= page <= len(row.pages):
        raise StackUnknown
    pdf = vault.read_file(row.file_id, actor=actor, purpose=LOOK, matter=row.matter)
    return draw_thumbnail(pdf, page=page, width=min(width, LARGEST_SIDE))


def read_pages(
    stack_id: UUID, *, first: int, last: int, without: Sequence[int] = (), actor: Actor
) -> bytes:
    """Return some pages of a stack, counted from 1, as a PDF."""
    row = find_stack(stack_id, actor=actor)
    if not 1 <= first <= last <= len(row.pages):
        raise StackUnknown
    pdf = vault.read_file(row.file_id, actor=actor, purpose=LOOK, matter=row.matter)
    return cut_pages(pdf, first=first, last=last, without=without)


def find_stack(stack_id: UUID, *, actor: Actor) -> Stack:
    """Return the row of a stack that the officer may handle."""
    row = Stack.objects.filter(pk=stack_id).first()
    if row is None:
        raise StackUnknown
    policies.check_can_handle(row, actor)
    return row


def view(row: Stack) -> StackView:
    """Return a row as it crosses the door."""
    pages = tuple(PageLook(**page) for page in row.pages)
    return StackView(
        id=StackId(row.id),
        agency=row.agency,
        matter=row.matter,
        pages=pages,
        parts=propose_parts(pages),
        taken_at=row.taken_at,
        done_at=row.done_at,
    )


def _open_picture(content: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(content)) as opened:
            opened.draft("L", (LARGEST_SIDE, LARGEST_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("L")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return upright


def _no_code() -> Problem:
    return Problem(
        code="scanning.no_code",
        path="/card_photo",
        message={
            "vi": "Không tìm thấy mã QR của thẻ trong ảnh. Hãy chụp gần hơn, đủ sáng, không "
            "loá, hoặc nhập tay theo thẻ.",
            "en": "No QR code of a card was found in the photo. Take it from closer, in good "
            "light and without glare, or type from the card.",
        },
    )

"""Small true files of each kind, for everybody's tests."""

import struct
import zlib
from typing import Final
from uuid import UUID

from haidang.blocks.vault.actions import store_file
from haidang.blocks.vault.types import StoredFileInfo
from haidang.kernel.actors import Actor, system

PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def make_png(*, width: int = 2, height: int = 2) -> bytes:
    """Return a white picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\x00" + b"\xff" * width for _row in range(height))
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def make_file(
    *, owner: UUID | None = None, actor: Actor | None = None, content: bytes = PDF
) -> StoredFileInfo:
    """Return a stored file of an owner."""
    by = actor or system("tests")
    return store_file(content, name="giấy chứng sinh.pdf", owner=owner, actor=by)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

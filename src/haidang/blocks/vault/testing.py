"""Small true files of each kind, for everybody's tests; the conformance suite of stores."""

import struct
import zlib
from collections.abc import Callable
from typing import Final
from uuid import UUID

from haidang.blocks.vault.actions import store_file
from haidang.blocks.vault.errors import FileDamaged
from haidang.blocks.vault.providers import FileStore, digest_of
from haidang.blocks.vault.types import StoredFileInfo
from haidang.kernel.actors import Actor, system
from haidang.kernel.errors import HaidangError, ProviderRefused

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


class FileStoreConformance:
    """What every store of files promises; a subclass says how its own is reached and harmed."""

    def store(self) -> FileStore:
        """Return the store under test, empty."""
        raise NotImplementedError

    def damage(self, path: str) -> None:
        """Remove or change what lies at a path, behind the store's back."""
        raise NotImplementedError

    def test_bytes_come_back_as_they_were(self) -> None:
        """Any bytes, and many of them."""
        sealed = bytes(range(256)) * 4_000

        self.store().write("2026/09/15/a", sealed)

        assert self.store().read("2026/09/15/a") == sealed

    def test_the_same_bytes_may_be_written_again(self) -> None:
        """A worker that repeats itself changes nothing."""
        self.store().write("2026/09/15/a", b"sealed")
        self.store().write("2026/09/15/a", b"sealed")

        assert self.store().read("2026/09/15/a") == b"sealed"

    def test_other_bytes_never_replace_what_lies_there(self) -> None:
        """A path belongs to one file for ever."""
        self.store().write("2026/09/15/a", b"sealed")

        assert _raised(lambda: self.store().write("2026/09/15/a", b"others")) is ProviderRefused

        assert self.store().read("2026/09/15/a") == b"sealed"

    def test_what_is_not_there_is_damaged_and_has_no_digest(self) -> None:
        """The vault says so to its reader; it is no fault of the way."""
        assert _raised(lambda: self.store().read("2026/09/15/nothing")) is FileDamaged
        assert self.store().digest("2026/09/15/nothing") == ""

    def test_what_was_harmed_is_damaged(self) -> None:
        """Nobody is given other bytes than were written."""
        self.store().write("2026/09/15/a", b"sealed")
        self.damage("2026/09/15/a")

        assert _raised(lambda: self.store().read("2026/09/15/a")) is FileDamaged

    def test_what_was_removed_is_gone_and_may_be_removed_again(self) -> None:
        """Shredding may be repeated."""
        self.store().write("2026/09/15/a", b"sealed")
        self.store().remove("2026/09/15/a")
        self.store().remove("2026/09/15/a")

        assert self.store().digest("2026/09/15/a") == ""

    def test_the_digest_is_that_of_the_encrypted_bytes(self) -> None:
        """So that two stores can be compared without a key."""
        self.store().write("2026/09/15/a", b"sealed")

        assert self.store().digest("2026/09/15/a") == digest_of(b"sealed")


def _raised(act: Callable[[], object]) -> type[HaidangError] | None:
    try:
        act()
    except HaidangError as error:
        return type(error)
    return None

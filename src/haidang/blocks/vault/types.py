"""What crosses the door of the vault."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal, NewType
from uuid import UUID

from haidang.kernel.events import Event

FileId = NewType("FileId", UUID)
DocumentId = NewType("DocumentId", UUID)

CONTENT_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
"""The kinds of file that are taken, by the short name that packages use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFileInfo:
    """A file in the vault; the hash is shown to the person who gave it."""

    id: FileId
    name: str
    media_type: str
    size: int
    sha256: str
    owner_id: UUID | None
    stored_at: datetime
    shredded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSummary:
    """A document in a person's keeping."""

    id: DocumentId
    person_id: UUID
    title_vi: str
    title_en: str
    kind: str
    file: StoredFileInfo
    number: str
    case_number: str
    issued_at: datetime
    issued_by: str
    valid_until: date | None
    verification_code: str
    revoked_at: datetime | None
    revoked_reason: str

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the document holds on a day."""
        return self.revoked_at is None and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """How it stands with the bytes: how many files, and the paths of those that do not open."""

    files: int
    size: int
    damaged: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether every file is there and opens."""
        return not self.damaged


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStored(Event):
    """A file was taken into the vault."""

    code: ClassVar[str] = "vault.file_stored"

    file_id: UUID
    sha256: str
    size: int
    media_type: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesShared(Event):
    """An agency was let in to read files for a matter."""

    code: ClassVar[str] = "vault.files_shared"

    matter: str
    agency: str
    file_ids: tuple[UUID, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead(Event):
    """Somebody read a file."""

    code: ClassVar[str] = "vault.file_read"

    file_id: UUID
    purpose: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShredded(Event):
    """A file's key was forgotten and its bytes removed."""

    code: ClassVar[str] = "vault.file_shredded"

    file_id: UUID
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesCopied(Event):
    """All files were copied from one store to another and compared."""

    code: ClassVar[str] = "vault.files_copied"

    target: str
    source: str
    files: int
    faults: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCopy:
    """What became of one file on its way to another store, or of its proof."""

    file_id: UUID
    outcome: Literal["copied", "present", "missing", "equal", "differs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDeposited(Event):
    """A result was put into a person's keeping."""

    code: ClassVar[str] = "vault.document_deposited"

    document_id: UUID
    person_id: UUID
    kind: str
    case_number: str
    file_id: UUID
    verification_code: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRevoked(Event):
    """A document lost its force."""

    code: ClassVar[str] = "vault.document_revoked"

    document_id: UUID
    reason: str
    at: datetime


def media_types(short_names: Iterable[str]) -> frozenset[str]:
    """Return the media types of short names such as ``pdf``; unknown names are a mistake."""
    return frozenset(CONTENT_TYPES[name] for name in short_names)

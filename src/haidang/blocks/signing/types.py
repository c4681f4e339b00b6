"""What crosses the door of signing."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, NewType
from uuid import UUID

from haidang.engines.signatures import SignatureCheck, ValidationReport
from haidang.kernel.events import Event

HolderKind = Literal["person", "agency"]
SigningKeyId = NewType("SigningKeyId", UUID)
SignatureRecordId = NewType("SignatureRecordId", UUID)

__all__ = [
    "ContentSigned",
    "DocumentSigned",
    "Holder",
    "HolderKind",
    "KeyRegistered",
    "KeyRevoked",
    "RegisteredKey",
    "SignatureCheck",
    "SignatureRecordId",
    "SignedDocument",
    "Signer",
    "SigningKeyId",
    "ValidationReport",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who signs: an officer by id, or an agency by code."""

    kind: HolderKind
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One of several who sign a document in turn: at a field, once per idempotency key."""

    holder: Holder
    field: str
    idempotency_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredKey:
    """A certificate that the platform may sign with."""

    id: SigningKeyId
    holder: Holder
    name: str
    serial: str
    provider: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDocument:
    """The signed bytes, their hash, and the record of the signature."""

    pdf: bytes
    sha256: str
    record_id: SignatureRecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigned(Event):
    """A holder signed a document."""

    code: ClassVar[str] = "signing.document_signed"
    record_id: UUID
    sha256_before: str
    sha256_after: str
    holder_kind: str
    holder_code: str
    certificate_serial: str
    field: str
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSigned(Event):
    """A holder signed bytes that are no document, such as the manifest of a kit."""

    code: ClassVar[str] = "signing.content_signed"
    sha256: str
    holder_kind: str
    holder_code: str
    certificate_serial: str
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRegistered(Event):
    """The platform may sign with a holder's key from now on."""

    code: ClassVar[str] = "signing.key_registered"
    key_id: UUID
    holder_kind: str
    holder_code: str
    certificate_serial: str
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked(Event):
    """A key signs nothing any more; what it signs later is not believed."""

    code: ClassVar[str] = "signing.key_revoked"
    key_id: UUID
    certificate_serial: str
    reason: str
    revoked_at: datetime

"""Put results into persons' keeping, and take their force."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.blocks.statements import public as statements
from haidang.blocks.vault import policies
from haidang.blocks.vault.actions.files import read_file
from haidang.blocks.vault.errors import DocumentUnknown, FileUnknown, KeyUsedTwice
from haidang.blocks.vault.models import StoredFile, VaultDocument
from haidang.blocks.vault.queries import describe_document
from haidang.blocks.vault.types import (
    DocumentDeposited,
    DocumentRevoked,
    DocumentSummary,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.ids import new_code

CODE_LENGTH: Final = 12


_LOCKED_FILE: Final = statements.Prepared(
    lambda file_id: StoredFile.objects.select_for_update(of=("self",)).filter(pk=file_id), UUID
)


def deposit(
    *,
    person_id: UUID,
    title: Mapping[str, str],
    kind: str,
    file_id: UUID,
    issued_at: datetime,
    idempotency_key: str,
    actor: Actor,
    issued_by: str = "",
    number: str = "",
    case_number: str = "",
    valid_until: date | None = None,
    verification_code: str = "",
    retain_until: date | None = None,
) -> DocumentSummary:
    """Put a result into a person's keeping, once for each key; the file becomes the person's.

    A second call with the same key returns what the first one made. The verification
    code may be made beforehand (``new_code(12)``), since it is printed in the document.
    """
    policies.check_can_deposit(actor)
    row = VaultDocument(
        key=idempotency_key,
        person_id=person_id,
        title_vi=title.get("vi", ""),
        title_en=title.get("en", ""),
        kind=kind,
        file_id=file_id,
        number=number,
        case_number=case_number,
        issued_at=issued_at,
        issued_by=issued_by,
        valid_until=valid_until,
        verification_code=verification_code or new_code(CODE_LENGTH),
        retain_until=retain_until,
    )
    with outbox.joining():
        row.file = _locked_file(file_id)
        if not statements.write_once(row):
            kept = VaultDocument.objects.select_related("file")
            known = kept.filter(key=idempotency_key).first()
            if known is None or known.person_id != person_id:
                raise KeyUsedTwice
            return describe_document(known)
        _hand_over(row.file, owner_id=person_id)
        event = DocumentDeposited(
            document_id=row.pk,
            person_id=row.person_id,
            kind=row.kind,
            case_number=row.case_number,
            file_id=row.file_id,
            verification_code=row.verification_code,
            at=row.deposited_at,
        )
        audit.announce(event, actor=actor)
    return describe_document(row)


def revoke_document(document_id: UUID, *, reason: str, actor: Actor) -> DocumentRevoked:
    """Take a document's force; the person keeps it, marked, and its code says so."""
    with transaction.atomic():
        row = VaultDocument.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
        if row is None:
            raise DocumentUnknown
        policies.check_can_revoke(actor, issued_by=row.issued_by)
        row.revoked_at, row.revoked_reason = row.revoked_at or now(), reason[:300]
        row.save(update_fields=["revoked_at", "revoked_reason"])
        event = DocumentRevoked(document_id=row.pk, reason=row.revoked_reason, at=row.revoked_at)
        audit.announce(event, actor=actor)
    return event


def read_document(document_id: UUID, *, actor: Actor, purpose: str) -> bytes:
    """Return a document's bytes to the person, a representative or an agency let in."""
    row = VaultDocument.objects.filter(pk=document_id).first()
    if row is None:
        raise DocumentUnknown
    return read_file(row.file_id, actor=actor, purpose=purpose, matter=row.case_number)


def _locked_file(file_id: UUID) -> StoredFile:
    file = _LOCKED_FILE.first(file_id)
    if file is None:
        raise FileUnknown
    return file


def _hand_over(file: StoredFile, *, owner_id: UUID) -> None:
    if file.owner_id != owner_id:
        file.owner_id = owner_id
        file.save(update_fields=["owner_id"])

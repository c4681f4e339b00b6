"""Put results into persons' keeping, and take their force."""

from uuid import UUID

from django.db import connection, transaction

from haidang.blocks.vault import policies
from haidang.blocks.vault.actions.files import read_file
from haidang.blocks.vault.actions.recording import record
from haidang.blocks.vault.errors import DocumentUnknown, KeyUsedTwice
from haidang.blocks.vault.models import StoredFile, VaultDocument
from haidang.blocks.vault.queries import describe_document
from haidang.blocks.vault.types import (
    DocumentDeposited,
    DocumentInput,
    DocumentRevoked,
    DocumentSummary,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.ids import new_code

CODE_LENGTH = 12


def deposit(given: DocumentInput, *, key: str, actor: Actor) -> DocumentSummary:
    """Put a result into a person's keeping, once for each key; the file becomes the person's.

    A second call with the same key returns what the first one made. The verification
    code may be made beforehand (``new_code(12)``), since it is printed in the document.
    """
    policies.check_can_deposit(actor)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 17))", [key])
        known = VaultDocument.objects.select_related("file").filter(key=key).first()
        if known is not None:
            if known.person_id != given.person_id:
                raise KeyUsedTwice
            return describe_document(known)
        row = _create(given, key=key)
        event = DocumentDeposited(
            document_id=row.pk,
            person_id=row.person_id,
            kind=row.kind,
            case_number=row.case_number,
            file_id=row.file_id,
            verification_code=row.verification_code,
            at=row.deposited_at,
        )
        record(event, actor=actor)
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
        record(event, actor=actor)
    return event


def read_document(document_id: UUID, *, actor: Actor, purpose: str) -> bytes:
    """Return a document's bytes to the person, a representative or an agency let in."""
    row = VaultDocument.objects.filter(pk=document_id).first()
    if row is None:
        raise DocumentUnknown
    return read_file(row.file_id, actor=actor, purpose=purpose, matter=row.case_number)


def _create(given: DocumentInput, *, key: str) -> VaultDocument:
    file = StoredFile.objects.select_for_update(of=("self",)).get(pk=given.file_id)
    file.owner_id = given.person_id
    file.save(update_fields=["owner_id"])
    return VaultDocument.objects.create(
        key=key,
        person_id=given.person_id,
        title_vi=given.title_vi,
        title_en=given.title_en,
        kind=given.kind,
        file=file,
        number=given.number,
        case_number=given.case_number,
        issued_at=given.issued_at,
        issued_by=given.issued_by,
        valid_until=given.valid_until,
        verification_code=given.verification_code or new_code(CODE_LENGTH),
        retain_until=given.retain_until,
    )

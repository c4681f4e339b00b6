"""Look up files and documents; bytes are read by an action, since each read is recorded."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from haidang.blocks.vault import policies
from haidang.blocks.vault.errors import DocumentUnknown, FileUnknown
from haidang.blocks.vault.models import FileShare, StoredFile, VaultDocument
from haidang.blocks.vault.types import DocumentId, DocumentSummary, FileId, StoredFileInfo
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now


def get_file(file_id: UUID, *, actor: Actor) -> StoredFileInfo:
    """Return what is known of a file; raises FileUnknown to strangers as well."""
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None or not can_read_row(row, actor):
        raise FileUnknown
    return describe_file(row)


def find_unrestored() -> UUID | None:
    """Return a file whose bytes did not come with its kit; None when all came."""
    rows = StoredFile.objects.filter(shredded_at=None, sealed_key=b"")
    return rows.values_list("id", flat=True).first()


def count_files() -> int:
    """Return how many files there are whose bytes are kept."""
    return StoredFile.objects.filter(shredded_at=None).count()


def list_files(file_ids: Iterable[UUID], *, actor: Actor) -> list[StoredFileInfo]:
    """Return those of the files that the actor may know of, in the order asked for."""
    wanted = list(file_ids)
    rows = {row.pk: row for row in StoredFile.objects.filter(pk__in=wanted)}
    present = [rows[file_id] for file_id in wanted if file_id in rows]
    return [describe_file(row) for row in present if can_read_row(row, actor)]


def list_documents(person_id: UUID, *, actor: Actor, limit: int = 100) -> list[DocumentSummary]:
    """Return a person's documents, the latest first."""
    policies.check_can_list(actor, person_id=person_id)
    rows = VaultDocument.objects.select_related("file").filter(person_id=person_id)
    return [describe_document(row) for row in rows.order_by("-issued_at", "-id")[:limit]]


def list_documents_of_case(case_number: str, *, actor: Actor) -> list[DocumentSummary]:
    """Return the documents of a case that the actor may know of."""
    rows = VaultDocument.objects.select_related("file").filter(case_number=case_number)
    return [
        describe_document(row)
        for row in rows.order_by("issued_at", "id")
        if can_read_row(row.file, actor) or row.issued_by in actor.agencies
    ]


def get_document(document_id: UUID, *, actor: Actor) -> DocumentSummary:
    """Return a document; raises DocumentUnknown to strangers as well."""
    row = VaultDocument.objects.select_related("file").filter(pk=document_id).first()
    if row is None or not can_read_row(row.file, actor):
        raise DocumentUnknown
    return describe_document(row)


def find_by_verification_code(code: str) -> DocumentSummary | None:
    """Return the document of a code, for the public page of verification.

    Whoever holds the paper may see what it is, who issued it and whether it still holds;
    show neither the person nor the bytes.
    """
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    row = VaultDocument.objects.select_related("file").filter(verification_code=plain).first()
    return None if row is None else describe_document(row)


def can_read_row(row: StoredFile, actor: Actor, *, at: datetime | None = None) -> bool:
    """Tell whether the actor may read a file, with the shares in force."""
    return policies.can_read(
        actor,
        owner_id=row.owner_id,
        stored_by=row.stored_by,
        agencies=agencies_let_in(row, at=at or now()) if actor.is_officer else (),
    )


def agencies_let_in(row: StoredFile, *, at: datetime) -> frozenset[str]:
    """Return the agencies that a file is shared with at an instant."""
    in_force = Q(until_at=None) | Q(until_at__gt=at)
    shares = FileShare.objects.filter(in_force, file=row, shared_at__lte=at)
    return frozenset(shares.values_list("agency", flat=True))


def describe_file(row: StoredFile) -> StoredFileInfo:
    """Return a file as it crosses the door."""
    return StoredFileInfo(
        id=FileId(row.pk),
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        owner_id=row.owner_id,
        stored_at=row.stored_at,
        shredded_at=row.shredded_at,
    )


def describe_document(row: VaultDocument) -> DocumentSummary:
    """Return a document as it crosses the door."""
    return DocumentSummary(
        id=DocumentId(row.pk),
        person_id=row.person_id,
        title_vi=row.title_vi,
        title_en=row.title_en,
        kind=row.kind,
        file=describe_file(row.file),
        number=row.number,
        case_number=row.case_number,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        valid_until=row.valid_until,
        verification_code=row.verification_code,
        revoked_at=row.revoked_at,
        revoked_reason=row.revoked_reason,
    )

"""Make scanned papers searchable, and let the unit that digitised them sign.

Law: TT 03/2025/TT-VPCP, Article 5 (what is scanned at reception); as many pages as the paper,
two layers, PDF/A, the unit's signature in the top right corner of the first page.
"""

from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.blocks.scanning import public as scanning
from haidang.blocks.signing import public as signing
from haidang.blocks.vault import public as vault
from haidang.domain.cases.actions.drafts import share_files
from haidang.domain.cases.models import Case, Evidence
from haidang.domain.cases.types import PaperDigitised, TextState
from haidang.kernel.actors import system
from haidang.kernel.events import JSON

DIGITISE: Final = "cases.digitise_paper"
KEPT: Final = "kept"
PDF: Final = "application/pdf"
_SYSTEM: Final = system("cases.digitise")
_WHY: Final = "Số hoá giấy tờ"
_FIELD: Final = "digitised"


def defer_text(row: Evidence) -> None:
    """Let a worker read the words of a scanned paper after commit; pictures stay as they are."""
    if row.media_type == PDF:
        _note(row, text="waiting")
        # One page after the other: reading words must not keep receipts waiting.
        outbox.defer_by_name(DIGITISE, lock=DIGITISE, evidence_id=str(row.id))


def digitise_paper(evidence_id: UUID) -> None:
    """Give a scanned paper its words and the unit's signature; a repetition changes nothing.

    Without the extra for text recognition the paper stays a picture, which is noted.
    """
    row = Evidence.objects.select_related("case").filter(pk=evidence_id, removed_at=None).first()
    if row is None or row.file_id is None or _state(row) != "waiting":
        return
    plain = vault.read_file(row.file_id, actor=_SYSTEM, purpose=_WHY, matter=row.case.key)
    try:
        read = scanning.recognise_text(plain)
    except scanning.TextReaderMissing:
        _note(row, text="unavailable")
        return
    except scanning.PagesLost:
        _note(row, text="failed")
        return
    pdf, signer = _signed(row, read.pdf)
    _keep(row, read, pdf=pdf, signer=signer)


def _signed(row: Evidence, pdf: bytes) -> tuple[bytes, str]:
    """Put the unit's signature on the first page; a unit without a key signs nothing."""
    agency = row.case.receiving_agency
    try:
        signed = signing.sign_document(
            pdf,
            holder=signing.Holder(kind="agency", code=agency),
            field=_FIELD,
            reason="Số hoá từ bản giấy",
            note="Số hoá từ bản giấy",
            actor=_SYSTEM,
            idempotency_key=f"digitise:{row.id}",
        )
    except (signing.NoSigningKey, signing.DocumentUnsignable):
        return pdf, ""
    return signed.pdf, agency


def _keep(row: Evidence, read: scanning.Recognised, *, pdf: bytes, signer: str) -> None:
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)
        fresh = Evidence.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if _state(fresh) != "waiting":
            return
        stored = vault.store_file(pdf, name=row.name, owner=case.applicant_id, actor=_SYSTEM)
        fresh.file_id, fresh.sha256, fresh.size = stored.id, stored.sha256, stored.size
        fresh.save(update_fields=["file_id", "sha256", "size"])
        _note(fresh, text="done", pages=read.pages, characters=read.characters, signed_by=signer)
        if case.number:
            share_files(case, [stored.id], actor=_SYSTEM)
        else:
            vault.share_files(
                [stored.id], agency=case.receiving_agency, matter=case.key, actor=_SYSTEM
            )
        event = PaperDigitised(
            case_key=case.key, key=row.key, pages=read.pages, characters=read.characters,
            sha256=stored.sha256, signed_by=signer,
        )  # fmt: skip
        audit.announce(event, actor=_SYSTEM)


def _state(row: Evidence) -> str:
    return str(row.content.get("paper", {}).get("text", ""))


def _note(row: Evidence, *, text: TextState, **more: JSON) -> None:
    row.content = {**row.content, "paper": {**row.content.get("paper", {}), "text": text, **more}}
    row.save(update_fields=["content"])

"""Make the documents of a case: the receipt forms and the result, through its stages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.signing import public as signing
from haidang.blocks.vault import public as vault
from haidang.domain.cases.actions.contract import form_data
from haidang.domain.cases.actions.drafts import lock_case_by_number, share_files
from haidang.domain.cases.models import Case, CaseDocument
from haidang.domain.cases.types import DocumentIssued, DocumentSigned
from haidang.engines.documents import FontSet, RenderedDocument, Template, form_template, render
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import local, now
from haidang.kernel.events import JSON

SYSTEM: Final = system("cases.documents")
TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "mau_01": {
        "vi": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "en": "Receipt of the case and appointment",
    },
    "mau_02": {
        "vi": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        "en": "Request to complete the case",
    },
    "mau_03": {"vi": "Phiếu từ chối tiếp nhận hồ sơ", "en": "Refusal to accept the case"},
    "bien_lai": {"vi": "Biên lai thu phí, lệ phí điện tử", "en": "Electronic receipt of fees"},
}
SERIES: Final = {"mau_01": "TNHS", "mau_02": "PBS", "mau_03": "PTC"}


def issue_document(number: str, *, kind: str, slot: str, officer: str = "") -> None:
    """Make one of the forms of TT 03/2025/TT-VPCP, signed by the officer; once per slot."""
    row = _open_slot(number, kind=kind, slot=slot, officer=officer)
    if row is None:
        return
    rendered = render_with_fonts(form_template(kind), row.data, made_at=row.made_at)
    pdf = rendered.pdf
    signed = 0
    if officer:
        result = signing.sign_document(
            pdf,
            holder=signing.Holder(kind="person", code=officer),
            field="officer",
            reason=TITLES[kind]["vi"],
            actor=SYSTEM,
            idempotency_key=f"{number}:{slot}:officer",
        )
        pdf, signed = result.pdf, 1
    keep_document(number, slot=slot, pdf=pdf, signatures=signed)


def keep_document(
    number: str,
    *,
    slot: str,
    pdf: bytes,
    signatures: int,
    actor: Actor = SYSTEM,
) -> CaseDocument:
    """Store the bytes of a document's present stage and say so; the same bytes: no change."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        row = CaseDocument.objects.select_for_update(of=("self",)).get(case=case, slot=slot)
        file = vault.store_file(
            pdf, name=f"{slot.replace(':', '-')}.pdf", owner=case.applicant_id, actor=actor
        )
        if row.sha256 == file.sha256:
            return row
        row.file_id, row.sha256, row.size = file.id, file.sha256, file.size
        share_files(case, [file.id], actor=actor)
        grew = signatures > row.signatures
        row.signatures, row.made_at = signatures, now()
        row.save()
        if not grew or signatures == 1:
            event = DocumentIssued(
                case_number=number, kind=row.kind, number=row.number, sha256=row.sha256
            )
            audit.announce(event, actor=actor)
    return row


def note_signature(row: CaseDocument, *, signer: str, actor: Actor) -> None:
    """Write down who signed a document."""
    event = DocumentSigned(
        case_number=row.case.key, kind=row.kind, signer=signer, sha256=row.sha256
    )
    audit.announce(event, actor=actor)


def render_with_fonts(
    template: Template, data: Mapping[str, JSON], *, made_at: datetime
) -> RenderedDocument:
    """Render with the installation's fonts."""
    fonts = FontSet(paths=(settings.HAIDANG_FONTS_DIR,))
    return render(
        template, data, fonts=fonts, made_at=made_at.replace(microsecond=0), language="vi"
    )


def _open_slot(number: str, *, kind: str, slot: str, officer: str) -> CaseDocument | None:
    """Fix what a form says and when, so that a second attempt makes the same bytes."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        row, _made = CaseDocument.objects.get_or_create(
            case=case,
            slot=slot,
            defaults={"kind": kind, "title": dict(TITLES[kind])},
        )
        if row.file_id is not None:
            return None
        if not row.number and kind in SERIES:
            row.number = _form_number(case, kind)
        if not row.data:
            row.data = form_data(case, row, kind=kind, officer=officer)
            row.made_at = now()
        row.save(update_fields=["number", "data", "made_at"])
        row.refresh_from_db(fields=["data", "made_at"])
    return row


def _form_number(case: Case, kind: str) -> str:
    year = str(local(now()).year)
    series = SERIES[kind]
    drawn = agencies.next_number(agency=case.receiving_agency, series=series, period=year)
    return f"{drawn}/{series}"

"""Make the documents of a case: forms, receipts and the result, through its stages."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.payments import public as payments
from haidang.blocks.signing import public as signing
from haidang.blocks.statements import public as statements
from haidang.blocks.vault import public as vault
from haidang.domain.cases.actions.contract import (
    form_data,
    is_of_the_decision,
    receipt_data,
    supplement_of,
)
from haidang.domain.cases.actions.drafts import lock_case_by_number, places_of
from haidang.domain.cases.models import Case, CaseDocument
from haidang.domain.cases.queries.presenting import find_document, get_document
from haidang.domain.cases.types import DocumentIssued, DocumentSigned
from haidang.engines.documents import FontSet, RenderedDocument, Template, form_template, render
from haidang.kernel import watch
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import local, now
from haidang.kernel.events import JSON

SYSTEM: Final = system("cases.documents")
ISSUE_RECEIPT: Final = "cases.issue_receipt"
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
    "mau_03:decision": {"vi": "Phiếu từ chối giải quyết hồ sơ", "en": "Refusal of the case"},
    "mau_04": {
        "vi": "Phiếu xin lỗi và đề nghị gia hạn thời gian trả kết quả",
        "en": "Apology and request for a later date",
    },
    "mau_05": {
        "vi": "Thông báo dừng thực hiện thủ tục hành chính",
        "en": "Notice that the procedure was stopped",
    },
    "phieu_kiem_soat": {
        "vi": "Phiếu kiểm soát quá trình giải quyết hồ sơ",
        "en": "Control sheet of the case",
    },
    "bien_lai": {"vi": "Biên lai thu phí, lệ phí điện tử", "en": "Electronic receipt of fees"},
}
SERIES: Final = {"mau_01": "TNHS", "mau_03": "PTC", "mau_05": "TB", "phieu_kiem_soat": "PKS"}
RECEIPT: Final = "bien_lai"

Writer = Callable[[Case, CaseDocument], dict[str, JSON]]
"""Gives a document its number and returns what it says; called once, under the case's lock."""


def issue_document(number: str, *, kind: str, slot: str, officer: str = "") -> None:
    """Make one of the forms of TT 03/2025/TT-VPCP, signed; once per slot.

    The receiving officer signs Mẫu 01, 02 and 03 of reception; the head, then the agency's
    seal, what the competent agency decides. Where the platform acted, the seal alone signs.
    """

    def write(case: Case, row: CaseDocument) -> dict[str, JSON]:
        row.number = form_number(case, kind, slot=slot)
        if is_of_the_decision(case, kind):
            row.title = dict(TITLES.get(f"{kind}:decision", TITLES[kind]))
        return form_data(case, row, kind=kind, officer=officer)

    row = open_slot(number, kind=kind, slot=slot, write=write)
    if row is not None:
        make_document(number, row, signers=_signers(row.case, kind=kind, officer=officer))


def _signers(case: Case, *, kind: str, officer: str) -> list[tuple[signing.Holder, str]]:
    decided = is_of_the_decision(case, kind)
    person = [signing.Holder(kind="person", code=officer)] if officer else []
    if not decided:
        return [(holder, "officer") for holder in person]
    seal = signing.Holder(kind="agency", code=case.competent_agency)
    return [*((holder, "person") for holder in person), (seal, "agency")]


def issue_receipt(number: str, *, order_id: UUID) -> None:
    """Make the electronic receipt of a paid order, signed by the agency that collects; once.

    Law: 254/2026/NĐ-CP; the receipt's series and number were given when the money was booked.
    """
    receipt = payments.find_receipt(order_id=order_id)
    if receipt is None:
        raise payments.OrderNotFound

    def write(case: Case, row: CaseDocument) -> dict[str, JSON]:
        row.number = receipt.full_number
        return receipt_data(case, row, receipt=receipt)

    slot = f"{RECEIPT}:{receipt.full_number}"
    row = open_slot(number, kind=RECEIPT, slot=slot, write=write)
    if row is not None:
        holder = signing.Holder(kind="agency", code=receipt.payee.agency)
        make_document(number, row, signers=[(holder, "agency")])


def keep_document(
    case: Case,
    row: CaseDocument,
    *,
    pdf: bytes,
    signatures: int,
    signers: Sequence[str] = (),
    actor: Actor = SYSTEM,
) -> None:
    """Store the bytes of a document's present stage and say so; the same bytes: no change.

    The caller holds the case's lock and has read the row under it; ``signers`` are who signed
    since the stage before.
    """
    if row.sha256 == sha256(pdf).hexdigest():
        return
    file = vault.store_file(
        pdf,
        name=f"{row.slot.replace(':', '-')}.pdf",
        owner=case.applicant_id,
        agencies=sorted(places_of(case)),
        matter=case.key,
        actor=actor,
    )
    is_new, grew = row.file_id is None, signatures > row.signatures
    row.file_id, row.sha256, row.size = file.id, file.sha256, file.size
    row.signatures, row.made_at = signatures, now()
    statements.save_columns(row, ("file_id", "sha256", "size", "signatures", "made_at"))
    issued = DocumentIssued(
        case_number=case.key, kind=row.kind, number=row.number, sha256=row.sha256
    )
    signed = [
        DocumentSigned(case_number=case.key, kind=row.kind, signer=signer, sha256=row.sha256)
        for signer in signers
    ]
    is_issued = is_new or not grew or signatures == max(1, len(signers))
    audit.announce_all([*([issued] if is_issued else []), *signed], actor=actor)


@watch.stepped("render", "document")
def render_with_fonts(
    template: Template, data: Mapping[str, JSON], *, made_at: datetime
) -> RenderedDocument:
    """Render with the installation's fonts."""
    fonts = FontSet(paths=(settings.HAIDANG_FONTS_DIR,))
    return render(
        template, data, fonts=fonts, made_at=made_at.replace(microsecond=0), language="vi"
    )


def make_document(
    number: str, row: CaseDocument, *, signers: Sequence[tuple[signing.Holder, str]]
) -> None:
    """Render what a slot holds, let its signers sign it in order, and keep it."""
    pdf = render_with_fonts(form_template(row.kind), row.data, made_at=row.made_at).pdf
    in_turn = [
        signing.Signer(holder=holder, field=field, idempotency_key=f"{number}:{row.slot}:{field}")
        for holder, field in signers
    ]
    if in_turn:
        pdf = signing.sign_in_turn(pdf, in_turn, reason=row.title["vi"], actor=SYSTEM).pdf
    with transaction.atomic(), audit.gathering():
        case = lock_case_by_number(number)
        fresh = get_document(case, row.slot)
        keep_document(case, fresh, pdf=pdf, signatures=len(signers))


def open_slot(number: str, *, kind: str, slot: str, write: Writer) -> CaseDocument | None:
    """Fix what a form says and when, so that a second attempt makes the same bytes."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        row = find_document(case, slot)
        if row is not None:
            return None if row.file_id else row
        row = CaseDocument(case=case, slot=slot, kind=kind, title=dict(TITLES[kind]))
        # As JSON gives it back, so that the second attempt renders what the first did.
        row.data = json.loads(json.dumps(write(case, row), ensure_ascii=False))
        statements.write_new(row)
    return row


def form_number(case: Case, kind: str, *, slot: str = "") -> str:
    """Draw the next number of the form's series; two papers have theirs from the act itself."""
    if kind == "mau_02":
        return str(supplement_of(case, slot).number)
    if kind == "mau_04":
        return str(case.extension.number)
    year = str(local(now()).year)
    series = SERIES[kind]
    decided = is_of_the_decision(case, kind)
    agency = case.competent_agency if decided else case.receiving_agency
    return f"{agencies.next_number(agency=agency, series=series, period=year)}/{series}"

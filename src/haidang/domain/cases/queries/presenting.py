"""Rows as they cross the door."""

from typing import Final
from uuid import UUID

from haidang.blocks.statements import public as statements
from haidang.domain.cases.models import Case, CaseDocument, Evidence, Supplement
from haidang.domain.cases.states import NAMES, Status
from haidang.domain.cases.types import (
    CaseId,
    CaseSummary,
    CaseView,
    DocumentView,
    DueView,
    EvidenceView,
    FeeView,
    SupplementItem,
    SupplementView,
)
from haidang.domain.catalog import public as catalog
from haidang.kernel.money import Money

UNSHOWN: Final = (
    "answers", "facts", "applicant", "representative", "process_state", "due_reasons",
)  # fmt: skip
"""Large columns that no list of cases shows."""

_EVIDENCE: Final = statements.Prepared(
    lambda case_id: Evidence.objects.filter(case=case_id, removed_at=None).order_by(
        "added_at", "id"
    ),
    UUID,
)
_SUPPLEMENTS: Final = statements.Prepared(
    lambda case_id: Supplement.objects.filter(case=case_id).order_by("ordinal"), UUID
)
_DOCUMENTS: Final = statements.Prepared(
    lambda case_id: (
        CaseDocument.objects.filter(case=case_id).exclude(file_id=None).order_by("made_at", "id")
    ),
    UUID,
)
_DOCUMENT: Final = statements.Prepared(
    lambda case_id, slot: CaseDocument.objects.filter(case=case_id, slot=slot), UUID, str
)


def summary_of(row: Case) -> CaseSummary:
    """Return a case for a list."""
    status = Status(row.status)
    return CaseSummary(
        id=CaseId(row.id),
        number=row.number or "",
        procedure=row.procedure,
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
        status=status,
        status_name=NAMES[status],
        finance=row.finance,
        submitted_at=row.submitted_at,
        due_at=row.due_at,
        changed_at=row.changed_at,
    )


def view_of(row: Case) -> CaseView:
    """Return a case with everything that hangs on it."""
    status = Status(row.status)
    return CaseView(
        id=CaseId(row.id),
        number=row.number or "",
        city=row.city,
        procedure=row.procedure,
        procedure_name=row.procedure_name,
        revision_id=row.revision_id,
        revision=catalog.get_revision(row.revision_id).number,
        channel=row.channel,
        status=status,
        status_name=NAMES[status],
        business=row.business,
        finance=row.finance,
        delivery=row.delivery,
        sync=row.sync,
        applicant_id=row.applicant_id,
        applicant=row.applicant,
        representative=row.representative,
        receiving_agency=row.receiving_agency,
        competent_agency=row.competent_agency,
        return_agency=row.return_agency,
        organization_id=row.organization_id,
        parent_number=row.parent.key if row.parent else "",
        answers=row.answers,
        facts=row.facts,
        evidence=_evidence(row),
        supplements=_supplements(row),
        documents=documents_of(row),
        fees=_fees(row),
        total=Money(row.fee_total),
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        accepted_at=row.accepted_at,
        due=DueView(due_at=row.due_at, reasons=tuple(row.due_reasons)),
        finished_at=row.finished_at,
        returned_at=row.returned_at,
        closing_reason=row.closing_reason,
        rating=row.rating,
        page=row.page,
    )


def _evidence(row: Case) -> tuple[EvidenceView, ...]:
    return tuple(
        EvidenceView(
            id=item.id,
            key=item.key,
            source=item.source,
            name=item.name,
            sha256=item.sha256,
            size=item.size,
            media_type=item.media_type,
            added_at=item.added_at,
            content=item.content,
        )
        for item in _EVIDENCE.rows(row.pk)
    )


def _supplements(row: Case) -> tuple[SupplementView, ...]:
    return tuple(
        SupplementView(
            number=item.number,
            requested_at=item.requested_at,
            officer=item.officer_name,
            reason=item.reason,
            items=tuple(SupplementItem(**entry) for entry in item.items),
            due_on=item.due_on,
            answered_at=item.answered_at,
            ordinal=item.ordinal,
            head=item.head_name,
            head_reason=item.head_reason,
        )
        for item in _SUPPLEMENTS.rows(row.pk)
    )


def find_document(case: Case, slot: str) -> CaseDocument | None:
    """Return the document in a slot of a case, if there is one."""
    row = _DOCUMENT.first(case.pk, slot)
    if row is not None:
        row.case = case
    return row


def get_document(case: Case, slot: str) -> CaseDocument:
    """Return the document in a slot that was opened; raises CaseDocument.DoesNotExist."""
    row = find_document(case, slot)
    if row is None:
        raise CaseDocument.DoesNotExist(f"{case.key} {slot}")
    return row


def document_view(item: CaseDocument) -> DocumentView:
    """Return a document as it crosses the door."""
    return DocumentView(
        id=item.id,
        kind=item.kind,
        number=item.number,
        title=item.title,
        made_at=item.made_at,
        sha256=item.sha256,
        size=item.size,
        signatures=item.signatures,
        verification_code=item.verification_code,
    )


def documents_of(row: Case) -> tuple[DocumentView, ...]:
    """Return the documents of a case that exist, oldest first."""
    return tuple(document_view(item) for item in _DOCUMENTS.rows(row.pk))


def _fees(row: Case) -> tuple[FeeView, ...]:
    return tuple(
        FeeView(
            key=line["key"],
            name=line["name"],
            kind=line["kind"],
            amount=Money(line["amount"]),
            quantity=line["quantity"],
            reason=line["reason"],
            legal_basis=line["legal_basis"],
            is_refundable=bool(line.get("refundable")),
        )
        for line in row.fee_lines
    )

"""Let everybody check a result: by its code, or by the file itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from haidang.blocks.agencies import public as agencies
from haidang.blocks.signing import public as signing
from haidang.blocks.vault import public as vault
from haidang.domain.cases.errors import CaseUnknown
from haidang.domain.cases.models import Case, CaseDocument
from haidang.domain.cases.queries.reads import find_result
from haidang.kernel.actors import system


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedResult:
    """What everybody may learn of a result: that it is genuine, not what it says of whom."""

    title: Mapping[str, str]
    number: str
    agency: str
    issued_at: datetime
    sha256: str
    report: signing.ValidationReport


def verify_result(code: str) -> VerifiedResult:
    """Verify the result with a code; raises CaseUnknown when no signed result has it."""
    found = find_result(code)
    file_id = found[0].file_id if found is not None else None
    if found is None or file_id is None or found[0].signatures == 0:
        raise CaseUnknown
    row, case = found
    pdf = vault.read_file(file_id, actor=system("verification"), purpose="Kiểm tra kết quả")
    return VerifiedResult(
        title=row.title,
        number=row.number,
        agency=agencies.get_agency(_issuer(row, case)).name,
        issued_at=row.made_at,
        sha256=row.sha256,
        report=signing.verify_document(pdf),
    )


def _issuer(row: CaseDocument, case: Case) -> str:
    """Return who issued a document: the result is decided, every paper else is of reception."""
    return case.competent_agency if row.kind == "result" else case.receiving_agency


def verify_file(pdf: bytes) -> signing.ValidationReport:
    """Verify the signatures of any PDF; nothing is kept."""
    return signing.verify_document(pdf)

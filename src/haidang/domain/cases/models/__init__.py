"""Tables of the cases."""

from haidang.domain.cases.models.cases import (
    Case,
    CaseDocument,
    Consultation,
    Evidence,
    Extension,
    Finding,
    Folded,
    Note,
    Supplement,
    Transfer,
    new_verification_code,
)
from haidang.domain.cases.models.names import CaseName

__all__ = [
    "Case",
    "CaseDocument",
    "CaseName",
    "Consultation",
    "Evidence",
    "Extension",
    "Finding",
    "Folded",
    "Note",
    "Supplement",
    "Transfer",
    "new_verification_code",
]

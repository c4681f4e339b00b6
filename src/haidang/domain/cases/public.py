"""The front door of the cases."""

from haidang.domain.cases.actions.complete_step import complete_step
from haidang.domain.cases.actions.drafts import (
    attach_evidence,
    remove_evidence,
    save_answers,
    start_draft,
)
from haidang.domain.cases.actions.end_case import rate_case, withdraw_case
from haidang.domain.cases.actions.reception import (
    accept_case,
    reject_case,
    return_for_supplement,
)
from haidang.domain.cases.actions.review import describe_form, explain_case, review_case
from haidang.domain.cases.actions.submit_case import submit_case
from haidang.domain.cases.actions.supplement import answer_supplement
from haidang.domain.cases.actions.verify import VerifiedResult, verify_file, verify_result
from haidang.domain.cases.errors import (
    AnswersRefused,
    CaseError,
    CaseUnknown,
    IllegalStatus,
    NotYourCase,
    SupplementAlreadyRequested,
)
from haidang.domain.cases.queries import (
    abilities,
    find_cases,
    get_case,
    list_my_cases,
    process_position,
    read_document,
    read_evidence,
    timeline,
    track,
)
from haidang.domain.cases.states import NAMES, Status, legal_edges
from haidang.domain.cases.types import (
    CaseAccepted,
    CaseId,
    CasePage,
    CaseSubmitted,
    CaseSummary,
    CaseView,
    Channel,
    DocumentView,
    EvidenceView,
    FeeView,
    ProcessStep,
    Progress,
    Review,
    StepState,
    SupplementItem,
    SupplementView,
    TimelineItem,
)

__all__ = [
    "NAMES",
    "AnswersRefused",
    "CaseAccepted",
    "CaseError",
    "CaseId",
    "CasePage",
    "CaseSubmitted",
    "CaseSummary",
    "CaseUnknown",
    "CaseView",
    "Channel",
    "DocumentView",
    "EvidenceView",
    "FeeView",
    "IllegalStatus",
    "NotYourCase",
    "ProcessStep",
    "Progress",
    "Review",
    "Status",
    "StepState",
    "SupplementAlreadyRequested",
    "SupplementItem",
    "SupplementView",
    "TimelineItem",
    "VerifiedResult",
    "abilities",
    "accept_case",
    "answer_supplement",
    "attach_evidence",
    "complete_step",
    "describe_form",
    "explain_case",
    "find_cases",
    "get_case",
    "legal_edges",
    "list_my_cases",
    "process_position",
    "rate_case",
    "read_document",
    "read_evidence",
    "reject_case",
    "remove_evidence",
    "return_for_supplement",
    "review_case",
    "save_answers",
    "start_draft",
    "submit_case",
    "timeline",
    "track",
    "verify_file",
    "verify_result",
    "withdraw_case",
]

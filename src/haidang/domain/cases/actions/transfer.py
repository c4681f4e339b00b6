"""Hand a case to the agency that is competent for it."""

from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.vault import public as vault
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import files_of, lock_case_by_number, share_files
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.errors import ReasonMissing, SameAgency, TransferTooLate
from haidang.domain.cases.models import Case, Transfer
from haidang.domain.cases.types import CaseTransferred
from haidang.domain.worklist import public as worklist
from haidang.kernel import watch
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local, now
from haidang.kernel.errors import Problem


@watch.watched
def transfer_case(number: str, *, to_agency: str, reason: str, actor: Actor) -> CaseTransferred:
    """Hand the case, with its open tasks and files, to another agency of the city.

    The receiving place, the number, the clock and the appointment stay as they are; the
    agency before no longer sees the case unless it received it. Raises ReasonMissing,
    SameAgency, AgencyUnknown, TransferTooLate once a leader signed. Law: 118/2025/NĐ-CP
    (the right agency is found by the State, not by the person).
    """
    if not reason.strip():
        raise ReasonMissing([_reason_problem()])
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_transfer(case, actor)
        before, at = case.competent_agency, now()
        _check_goal(case, to_agency)
        row = Transfer.objects.create(
            case=case,
            from_agency=before,
            to_agency=to_agency,
            reason=reason.strip(),
            officer_id=UUID(actor.id) if actor.is_officer else None,
            officer_name=actor.name,
            at=at,
        )
        case.competent_agency, case.changed_at = to_agency, at
        case.save(update_fields=["competent_agency", "changed_at"])
        _hand_over(case, before=before, actor=actor)
        event = CaseTransferred(
            case_number=case.key, from_agency=before, to_agency=to_agency,
            reason=row.reason, at=at,
        )  # fmt: skip
        audit.announce(event, actor=actor)
        notify_applicant(
            case, template="case_transferred", occurrence=str(row.id), reason=row.reason,
            from_agency=agencies.find_agency_name(before),
            to_agency=agencies.find_agency_name(to_agency),
            day=f"{local(at):%d/%m/%Y}",
        )  # fmt: skip
    return event


def _check_goal(case: Case, to_agency: str) -> None:
    if to_agency == case.competent_agency:
        raise SameAgency
    if agencies.get_agency(to_agency).city != agencies.get_agency(case.competent_agency).city:
        raise agencies.AgencyUnknown
    numbered = case.documents.filter(kind="result").exclude(number="").exists()
    if numbered or case.facts.get("signer"):
        raise TransferTooLate


def _hand_over(case: Case, *, before: str, actor: Actor) -> None:
    """Move the deciding tasks and the sight of files; reception keeps what is its own."""
    ids = files_of(case)
    share_files(case, ids, actor=actor)
    if ids and before != case.receiving_agency:
        vault.share_files_with(
            ids, agencies=[before], matter=case.key, until_at=now(), actor=actor
        )
    worklist.move_tasks(
        case.key,
        from_agency=before,
        to_agency=case.competent_agency,
        posts=policies.DECIDING_POSTS,
        actor=actor,
    )


def _reason_problem() -> Problem:
    return Problem(
        code="cases.reason_missing",
        path="/reason",
        message={"vi": "Hãy nêu rõ lý do chuyển hồ sơ.", "en": "Say why the case is handed on."},
    )

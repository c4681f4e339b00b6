"""Hand in a case: everything is checked at once, then it has a number."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case, share_files
from haidang.domain.cases.actions.judge import Findings, examine, fees_of, time_limit_of
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.actions.reception import open_reception
from haidang.domain.cases.errors import AnswersRefused
from haidang.domain.cases.models import Case
from haidang.domain.cases.providers import NUMBER_FORMATS
from haidang.domain.cases.states import BusinessState, FinanceState, Status
from haidang.domain.cases.types import CaseSubmitted
from haidang.domain.catalog import public as catalog
from haidang.engines.fees import FeeLine, FeeResult
from haidang.kernel import watch
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local, now
from haidang.kernel.events import JSON
from haidang.kernel.money import Money

ACCEPT_AUTOMATICALLY = "cases.accept_automatically"


@watch.watched
def submit_case(case_id: UUID, *, actor: Actor) -> CaseSubmitted:
    """Hand in a draft; it gets its number. The legal clock starts only at acceptance.

    Raises AnswersRefused with every problem at once; the draft is kept as it is.
    Law: 118/2025/NĐ-CP, Article 17.
    """
    with transaction.atomic(), audit.gathering():
        case = lock_case(case_id)
        policies.check_can_submit(case, actor)
        package = catalog.get_revision(case.revision_id).package
        found = examine(case, package)
        if found.has_errors:
            raise AnswersRefused(found.problems)
        instant = time_limit_of(case, package).instant
        if not instant:
            case.business = BusinessState.RECEPTION
        event = hand_in(case, found, actor=actor)
        notify_applicant(case, template="case_submitted")
        if instant:
            outbox.defer_by_name(ACCEPT_AUTOMATICALLY, case_number=str(case.number))
        else:
            open_reception(case)
    return event


def hand_in(case: Case, found: Findings, *, actor: Actor) -> CaseSubmitted:
    """Give a draft its number and its fees; the caller holds the lock and has judged it."""
    package = catalog.get_revision(case.revision_id).package
    fees = fees_of(case, package, names=found.names)
    _fill_in(case, found, fees=fees, at=now())
    case.save_progress()
    files = case.evidence.filter(removed_at=None)
    share_files(case, [row.file_id for row in files if row.file_id], actor=actor)
    event = _event(case)
    audit.announce(event, actor=actor)
    return event


def _fill_in(case: Case, found: Findings, *, fees: FeeResult, at: datetime) -> None:
    case.move_to(Status.REGISTERED, at=at)
    case.submitted_at = at
    case.answers = found.clean
    case.fee_lines = [_line(line) for line in fees.lines]
    case.fee_total = fees.total.dong
    if fees.lines and not fees.total:
        case.finance = FinanceState.EXEMPT
    case.number = draw_number(case, at=at)


def draw_number(case: Case, *, at: datetime) -> str:
    """Return the next case number of the receiving agency on this day."""
    day = local(at).date()
    sequence = agencies.next_number(
        agency=case.receiving_agency, series="case", period=day.isoformat()
    )
    style = catalog.number_format(case.city)
    return NUMBER_FORMATS[style](case.receiving_agency, day, sequence)


def _event(case: Case) -> CaseSubmitted:
    return CaseSubmitted(
        case_number=case.key,
        draft_id=case.id,
        procedure=case.procedure,
        revision_id=case.revision_id,
        receiving_agency=case.receiving_agency,
        competent_agency=case.competent_agency,
        fee=Money(case.fee_total),
        at=case.submitted_at or now(),
    )


def _line(line: FeeLine) -> dict[str, JSON]:
    return {
        "key": line.key,
        "name": dict(line.name),
        "kind": str(line.kind),
        "amount": line.amount.dong,
        "quantity": line.quantity,
        "reason": dict(line.reason),
        "legal_basis": line.legal_basis.number if line.legal_basis else "",
        "refundable": line.refundable,
    }

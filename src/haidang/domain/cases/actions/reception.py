"""Judge a case at reception: accept it, refuse it, or ask once for all that is missing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.domain.cases import policies
from haidang.domain.cases.actions.appointments import give_appointments
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.forecasts import tell_how_long
from haidang.domain.cases.actions.judge import due_of
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.actions.opening import label_of, plan_forwarding
from haidang.domain.cases.actions.places import clock_start
from haidang.domain.cases.actions.process import change_status, start_process
from haidang.domain.cases.actions.supplement import noting_refusal, record_supplement
from haidang.domain.cases.errors import ReasonMissing
from haidang.domain.cases.models import Case, Supplement
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.states import BusinessState, Status
from haidang.domain.cases.types import CaseAccepted, CaseRejected, SupplementItem
from haidang.domain.catalog import public as catalog
from haidang.domain.worklist import public as worklist
from haidang.engines.deadlines import notice_due
from haidang.kernel import watch
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import local, now
from haidang.kernel.errors import Problem

ISSUE_DOCUMENT = "cases.issue_document"
STOP_UNANSWERED = "cases.stop_unanswered"
RECEPTION = "reception"
RECEPTION_ACTIONS = ("accept", "supplement", "reject")


def open_reception(case: Case) -> None:
    """Let the reception officers of the receiving agency judge the case."""
    if case.business != BusinessState.RECEPTION:
        case.business = BusinessState.RECEPTION
        case.save(update_fields=["business"])
    worklist.open_task(
        worklist.NewTask(
            subject=case.key,
            token=f"{RECEPTION}#{case.supplement_count}",
            key=RECEPTION,
            name="Tiếp nhận hồ sơ",
            agency=case.receiving_agency,
            post=RECEPTION,
            actions=RECEPTION_ACTIONS,
            due_at=_answer_by(case),
            label=label_of(case),
        ),
        actor=system("cases"),
    )


@watch.watched
def accept_case(number: str, *, actor: Actor) -> CaseAccepted:
    """Take the case in: it is complete, the receipt is issued, the clock starts.

    Law: 309/2026/NĐ-CP, Article 17.3; form Mẫu 01 of TT 03/2025/TT-VPCP.
    """
    with transaction.atomic(), audit.gathering():
        case = lock_case_by_number(number)
        policies.check_can_receive(case, actor)
        _close_reception(case, action="accept", actor=actor)
        event = _take_in(case, at=now(), actor=actor)
        audit.announce(event, actor=actor)
        outbox.defer_by_name(
            ISSUE_DOCUMENT, case_number=number, kind="mau_01", slot="mau_01",
            officer=actor.id if actor.is_officer else "",
        )  # fmt: skip
        notify_applicant(case, template="case_accepted")
        start_process(case, actor=actor)
    return event


@watch.watched
def reject_case(number: str, *, reason: str, actor: Actor) -> CaseRejected:
    """Refuse to take the case in, and say why (Mẫu 03)."""
    if not reason.strip():
        raise ReasonMissing([_reason_problem()])
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_receive(case, actor)
        _close_reception(case, action="reject", note=reason, actor=actor)
        change_status(case, Status.REJECTED, actor=actor)
        case.business, case.closing_reason = BusinessState.DONE, reason.strip()
        case.save()
        event = CaseRejected(case_number=number, reason=reason.strip(), at=now())
        audit.announce(event, actor=actor)
        outbox.defer_by_name(
            ISSUE_DOCUMENT, case_number=number, kind="mau_03", slot="mau_03",
            officer=actor.id if actor.is_officer else "",
        )  # fmt: skip
        notify_applicant(case, template="case_rejected", reason=reason.strip())
    return event


@watch.watched
def return_for_supplement(
    number: str, *, items: Sequence[SupplementItem], reason: str, actor: Actor
) -> None:
    """Ask, before acceptance, for everything that is missing, once (Mẫu 02)."""
    with noting_refusal(number, items=items, actor=actor), transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_receive(case, actor)
        _close_reception(case, action="supplement", note=reason, actor=actor)
        row = record_supplement(case, items=items, reason=reason, actor=actor)
        await_supplement(case, row, actor=actor)


def await_supplement(case: Case, row: Supplement, *, actor: Actor) -> None:
    """Let a case that is not accepted yet wait for the person, until the day named."""
    change_status(case, Status.SUPPLEMENT, actor=actor)
    case.business = BusinessState.APPLICANT
    case.save()
    calendar = catalog.working_calendar(case.city)
    last = row.due_on or local(row.requested_at).date()
    outbox.defer_by_name(
        STOP_UNANSWERED, run_at=calendar.closing(calendar.working_day_from(last)),
        case_number=case.key, ordinal=row.ordinal,
    )  # fmt: skip


def _take_in(case: Case, *, at: datetime, actor: Actor) -> CaseAccepted:
    package = package_of(case)
    plan_forwarding(case, package, at=at)
    starts, why = clock_start(case, accepted_at=at)
    due = due_of(case, package, accepted_at=starts)
    case.accepted_at, case.due_at = at, due.due_at
    case.due_reasons = [*why, *(dict(reason.text) for reason in due.reasons)]
    give_appointments(case, package, first=due)
    change_status(case, Status.ACCEPTED, actor=actor)
    tell_how_long(case, actor=actor)
    return CaseAccepted(case_number=case.key, at=at, due_at=due.due_at)


def _close_reception(case: Case, *, action: str, actor: Actor, note: str = "") -> None:
    for task in worklist.list_open_tasks_of(case.key):
        if task.key == RECEPTION:
            worklist.close_task(task.id, action=action, note=note, actor=actor)


def _answer_by(case: Case) -> datetime | None:
    return notice_due(
        received_at=now(),
        channel=case.channel,
        calendar=catalog.working_calendar(case.city),
    ).due_at


def _reason_problem() -> Problem:
    return Problem(
        code="cases.reason_missing",
        path="/reason",
        message={"vi": "Hãy nêu rõ lý do.", "en": "Say why."},
    )

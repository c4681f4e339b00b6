"""Background work of the cases; each task calls one action."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from haidang.blocks.outbox import public as outbox
from haidang.domain.cases.actions import (
    consult,
    documents,
    end_case,
    extend,
    forward,
    opening,
    operations,
    parts,
    process,
    reception,
    reschedule,
)
from haidang.domain.cases.actions.digitise import DIGITISE
from haidang.domain.cases.actions.digitise import digitise_paper as digitise
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.submit_case import ACCEPT_AUTOMATICALLY
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import Status
from haidang.engines.workflow import TimerFired
from haidang.kernel.actors import system


@outbox.task(name=process.RUN_OPERATION)
def run_operation(
    *, case_number: str, token: str, operation: str, parameters: Mapping[str, str]
) -> None:
    """Do what a service task of the process asks for."""
    operations.run_operation(case_number, token=token, operation=operation, parameters=parameters)


@outbox.task(name=reception.ISSUE_DOCUMENT)
def issue_document(*, case_number: str, kind: str, slot: str, officer: str) -> None:
    """Make and sign one of the forms."""
    documents.issue_document(case_number, kind=kind, slot=slot, officer=officer)


@outbox.task(name=documents.ISSUE_RECEIPT)
def issue_receipt(*, case_number: str, order_id: str) -> None:
    """Make and sign the receipt of a payment."""
    documents.issue_receipt(case_number, order_id=UUID(order_id))


@outbox.task(name=reschedule.RESCHEDULE)
def reschedule_cases(
    *, case_ids: list[str], city: str, before: int, after: int, reason: str
) -> None:
    """Reckon the due dates of some open cases anew after a change of the calendar."""
    reschedule.reschedule_cases(
        [UUID(each) for each in case_ids],
        city=city,
        before=before,
        after=after,
        reason=reason,
        actor=system("cases.calendar"),
    )


@outbox.task(name=ACCEPT_AUTOMATICALLY)
def accept_automatically(*, case_number: str) -> None:
    """Take in a case of a straight-through procedure; nothing was found missing."""
    if Case.objects.filter(number=case_number, status=Status.REGISTERED).exists():
        reception.accept_case(case_number, actor=system("cases.straight_through"))


@outbox.task(name=process.REOPEN_RECEPTION)
def reopen_reception(*, case_number: str) -> None:
    """Let reception judge a completed case again."""
    with transaction.atomic():
        case = lock_case_by_number(case_number)
        if case.status == Status.REGISTERED:
            reception.open_reception(case)


@outbox.task(name=process.FOLLOW_PART)
def follow_part(*, case_number: str, part: str) -> None:
    """Take note that a part of a form for several procedures came to its end."""
    parts.follow_part(case_number, part=part)


@outbox.task(name=process.END_PARTS)
def end_parts(*, case_number: str) -> None:
    """End the open parts of a form that was withdrawn or stopped."""
    parts.end_parts(case_number)


@outbox.task(name=process.FIRE_TIMER)
def fire_timer(*, case_number: str, token: str) -> None:
    """Wake the process at a timer that it still waits for."""
    with transaction.atomic():
        case = lock_case_by_number(case_number)
        if process.is_waiting_at(case, token):
            process.signal_process(case, TimerFired(token=token), actor=process.SYSTEM)


@outbox.periodic(name="cases.watch_consultations", cron="*/5 * * * *")
def watch_consultations() -> None:
    """Remind asked agencies in time, and let silence be agreement where the law says so."""
    consult.remind_consulted()
    consult.conclude_silent_consultations()


@outbox.task(name=DIGITISE)
def digitise_paper(*, evidence_id: str) -> None:
    """Give a scanned paper its words and the unit's signature."""
    digitise(UUID(evidence_id))


@outbox.task(name=opening.FORWARD_CASE)
def forward_case(*, case_number: str) -> None:
    """Hand a case on at its hour, unless reception did before."""
    forward.forward_when_due(case_number)


@outbox.task(name=reception.STOP_UNANSWERED)
def stop_unanswered(*, case_number: str, ordinal: int) -> None:
    """Stop a case whose supplement nobody answered before it was accepted."""
    end_case.stop_unanswered(case_number, ordinal=ordinal)


@outbox.periodic(name="cases.remind_of_due_dates", cron="30 0 * * *")
def remind_of_due_dates() -> None:
    """Remind officers and heads at 07:30 of the cases that Mẫu 04 could still save."""
    extend.remind_of_due_dates()

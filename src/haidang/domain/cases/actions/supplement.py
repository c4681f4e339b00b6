"""Ask for a supplement, once and complete; take the person's answer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.domain.cases import policies
from haidang.domain.cases.actions import process
from haidang.domain.cases.actions.deficiencies import look, place_of, settle_findings
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.due import current_limit, move_due
from haidang.domain.cases.actions.judge import examine
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.errors import (
    AnswersRefused,
    ReasonMissing,
    SupplementAlreadyRequested,
    VisibleTheFirstTime,
)
from haidang.domain.cases.models import Case, Supplement
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.states import Status
from haidang.domain.cases.types import (
    SupplementAnswered,
    SupplementBlocked,
    SupplementItem,
    SupplementRequested,
)
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import Due, pause, restart
from haidang.engines.packages import ProcedurePackage
from haidang.kernel import watch
from haidang.kernel.actors import Actor
from haidang.kernel.clock import local, now
from haidang.kernel.errors import Problem

ISSUE_DOCUMENT = "cases.issue_document"


def record_supplement(
    case: Case, *, items: Sequence[SupplementItem], reason: str, actor: Actor
) -> Supplement:
    """Write down the one complete request, issue Mẫu 02 and tell the person.

    Raises SupplementAlreadyRequested for a second request, ReasonMissing when nothing is
    named. Law: 309/2026/NĐ-CP, Article 17.2; one notice with all items.
    """
    if case.supplement_count:
        raise SupplementAlreadyRequested
    return write_supplement(case, items=items, reason=reason, actor=actor)


def write_supplement(
    case: Case,
    *,
    items: Sequence[SupplementItem],
    reason: str,
    actor: Actor,
    head_reason: str = "",
) -> Supplement:
    """Write down a request and what could be seen of the case; the caller has checked it.

    ``head_reason`` is why a head lets the person be asked again; the actor is then the head.
    """
    named = [item for item in items if item.text.strip()]
    if not named:
        raise ReasonMissing([_nothing_named()])
    at = now()
    calendar = catalog.working_calendar(case.city)
    package = package_of(case)
    due_on = calendar.add_working_days(local(at).date(), package.time.supplement_days)
    officer_id = UUID(actor.id) if actor.is_officer else None
    row = Supplement.objects.create(
        case=case,
        number=_number(case, at=at),
        requested_at=at,
        officer_id=officer_id,
        officer_name=actor.name,
        reason=reason.strip(),
        items=[_written(item, package) for item in named],
        seen=look(case),
        ordinal=case.supplement_count + 1,
        head_id=officer_id if head_reason else None,
        head_name=actor.name if head_reason else "",
        head_reason=head_reason.strip(),
        due_on=due_on,
    )
    case.supplement_count += 1
    settle_findings(case, places={item["place"] for item in row.items}, at=at)
    _announce(case, row, actor=actor)
    return row


@contextmanager
def noting_refusal(
    number: str, *, items: Sequence[SupplementItem], actor: Actor
) -> Iterator[None]:
    """Write down an attempt to ask again that the law forbids; it stands after the roll-back."""
    try:
        yield
    except (SupplementAlreadyRequested, VisibleTheFirstTime) as refused:
        texts = tuple(item.text for item in items)
        event = SupplementBlocked(case_number=number, reason=refused.code, items=texts, at=now())
        with transaction.atomic():
            audit.announce(event, actor=actor)
        raise


def _announce(case: Case, row: Supplement, *, actor: Actor) -> None:
    texts = tuple(item["text"] for item in row.items)
    event = SupplementRequested(
        case_number=case.key, items=texts, reason=row.reason, due_on=row.due_on,
        at=row.requested_at,
    )  # fmt: skip
    audit.announce(event, actor=actor)
    outbox.defer_by_name(
        ISSUE_DOCUMENT, case_number=case.key, kind="mau_02",
        slot=f"mau_02:{case.supplement_count}", officer=actor.id if actor.is_officer else "",
    )  # fmt: skip
    listed = "; ".join(text.rstrip(" .;") for text in texts) + "."
    notify_applicant(
        case, template="supplement_requested", items=listed, until=f"{row.due_on:%d/%m/%Y}"
    )


@watch.watched
def answer_supplement(number: str, *, actor: Actor) -> SupplementAnswered:
    """Hand the completed case back; the clock restarts or goes on, as the procedure says.

    Raises AnswersRefused with everything that is still wrong.
    """
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_answer(case, actor)
        _check_again(case)
        row = case.supplements.get(answered_at=None)
        row.answered_at = now()
        row.save(update_fields=["answered_at"])
        _move_due(case, requested_at=row.requested_at, answered_at=row.answered_at)
        case.save()
        event = SupplementAnswered(case_number=number, due_at=case.due_at, at=row.answered_at)
        audit.announce(event, actor=actor)
        if case.accepted_at is None:
            process.change_status(case, Status.REGISTERED, actor=actor)
            case.save()
            process.reopen_reception(case)
        else:
            process.deliver_message(case, name="supplement_received", values={}, actor=actor)
    return event


def _written(item: SupplementItem, package: ProcedurePackage) -> dict[str, str]:
    place = place_of(package, item.field)
    return {"text": item.text, "field": item.field, "clause": item.clause, "place": place}


def _check_again(case: Case) -> None:
    package = package_of(case)
    found = examine(case, package)
    if found.has_errors:
        raise AnswersRefused(found.problems)
    case.answers = found.clean


def _move_due(case: Case, *, requested_at: datetime, answered_at: datetime) -> None:
    if case.accepted_at is None or case.due_at is None:
        return
    package = package_of(case)
    calendar = catalog.working_calendar(case.city)
    limit = current_limit(case, package)
    if package.time.supplement_regime == "restart":
        due = restart(completed_at=answered_at, limit=limit, calendar=calendar)
    else:
        due = pause(
            Due(due_at=case.due_at, starts_at=case.accepted_at),
            requested_at=requested_at,
            resumed_at=answered_at,
            unit=limit.unit,
            calendar=calendar,
        )
    move_due(case, due)


def _number(case: Case, *, at: datetime) -> str:
    year = str(local(at).year)
    number = agencies.next_number(agency=case.receiving_agency, series="PBS", period=year)
    return f"{number}/PBS"


def _nothing_named() -> Problem:
    return Problem(
        code="cases.nothing_named",
        path="/items",
        message={
            "vi": "Hãy nêu ít nhất một nội dung cần bổ sung.",
            "en": "Name at least one thing to be supplied.",
        },
    )

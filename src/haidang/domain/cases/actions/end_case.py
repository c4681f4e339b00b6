"""Take a case back, stop it, rate it."""

from typing import Final

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.names import evidence_counts
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.actions.process import SYSTEM, cancel_process, change_status
from haidang.domain.cases.actions.stop import note_stop, settle_money
from haidang.domain.cases.errors import AlreadyRated, RatingImpossible, ReasonMissing
from haidang.domain.cases.models import Case
from haidang.domain.cases.queries.packages import package_of
from haidang.domain.cases.states import BusinessState, Status
from haidang.domain.cases.types import CaseRated, CaseStopped, CaseWithdrawn
from haidang.kernel import watch
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.errors import Problem

STARS: Final = range(1, 6)
BY_REQUEST: Final = "Theo đề nghị của người nộp hồ sơ."


@watch.watched
def withdraw_case(number: str, *, reason: str, actor: Actor) -> CaseWithdrawn:
    """Take a case back while nothing is decided; papers and refundable money go back.

    Law: 118/2025/NĐ-CP, Article 21. An open payment is no longer asked for.
    """
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_withdraw(case, actor)
        _end(case, Status.WITHDRAWN, reason=reason, actor=actor)
        settle_money(case, reason=case.closing_reason or "withdrawn", actor=actor)
        case.save()
        event = CaseWithdrawn(
            case_number=number, reason=reason.strip(), at=now(), papers=papers_to_return(case)
        )
        audit.announce(event, actor=actor)
        notify_applicant(case, template="case_withdrawn", papers="; ".join(event.papers))
    return event


@watch.watched
def stop_case(number: str, *, reason: str, actor: Actor) -> CaseStopped:
    """Stop a case before a decision: a party asks for it, or a head of the agency decides it.

    The agency needs a reason; Mẫu 05 tells the stop, refundable money goes back.
    Law: 118/2025/NĐ-CP, Article 21; 03/2025/TT-VPCP.
    """
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_stop(case, actor)
        asked = policies.is_party(case, actor)
        if not asked and not reason.strip():
            raise ReasonMissing([_reason_problem()])
        _end(case, Status.STOPPED, reason=reason.strip() or BY_REQUEST, actor=actor)
        event = note_stop(case, actor=actor, cause="applicant" if asked else "agency")
        case.save()
        notify_applicant(case, template="case_stopped", reason=case.closing_reason)
    return event


def stop_unanswered(number: str, *, ordinal: int) -> None:
    """Stop a case that was not accepted yet when nobody answered its supplement in time.

    An accepted case is stopped by the timer of its own process.
    """
    with transaction.atomic():
        case = lock_case_by_number(number)
        waits = case.supplements.filter(ordinal=ordinal, answered_at=None).exists()
        if case.status != Status.SUPPLEMENT or case.accepted_at is not None or not waits:
            return
        change_status(case, Status.STOPPED, actor=SYSTEM)
        note_stop(case, actor=SYSTEM)
        case.business = BusinessState.DONE
        case.save()
        notify_applicant(case, template="expired")


def papers_to_return(case: Case) -> tuple[str, ...]:
    """Return the papers handed in on paper, with their number; online there are none."""
    if case.channel == "online":
        return ()
    package = package_of(case)
    counts = evidence_counts(case)
    return tuple(
        f"{rule.name['vi']} ({counts[rule.key]:02d})"
        for rule in package.evidence
        if counts.get(rule.key)
    )


def _end(case: Case, status: Status, *, reason: str, actor: Actor) -> None:
    cancel_process(case, actor=actor)
    change_status(case, status, actor=actor)
    case.business, case.closing_reason = BusinessState.DONE, reason.strip()
    case.supplements.filter(answered_at=None).update(answered_at=now())


@watch.watched
def rate_case(number: str, *, stars: int, actor: Actor, comment: str = "") -> CaseRated:
    """Say in one tap how it went, from 1 to 5; once. Raises RatingImpossible, AlreadyRated."""
    if stars not in STARS:
        raise RatingImpossible([_stars_problem()])
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_rate(case, actor)
        if case.rating is not None:
            raise AlreadyRated
        case.rating, case.rating_comment = stars, comment.strip()
        case.save(update_fields=["rating", "rating_comment"])
        event = CaseRated(case_number=number, stars=stars, comment=case.rating_comment)
        audit.announce(event, actor=actor)
    return event


def _reason_problem() -> Problem:
    return Problem(
        code="cases.reason_missing",
        path="/reason",
        message={"vi": "Hãy nêu rõ lý do.", "en": "Say why."},
    )


def _stars_problem() -> Problem:
    return Problem(
        code="cases.rating_impossible",
        path="/stars",
        message={"vi": "Hãy chọn từ 1 đến 5 sao.", "en": "Choose from 1 to 5 stars."},
    )

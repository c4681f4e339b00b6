"""Take a case back; rate it."""

from typing import Final

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.payments import public as payments
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.actions.process import cancel_process, change_status
from haidang.domain.cases.errors import AlreadyRated, RatingImpossible
from haidang.domain.cases.states import BusinessState, FinanceState, Status
from haidang.domain.cases.types import CaseRated, CaseWithdrawn
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.errors import Problem

STARS: Final = range(1, 6)


def withdraw_case(number: str, *, reason: str, actor: Actor) -> CaseWithdrawn:
    """Take a case back while nothing is decided.

    Law: 118/2025/NĐ-CP, Article 21. An open payment is no longer asked for.
    """
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_withdraw(case, actor)
        cancel_process(case, actor=actor)
        change_status(case, Status.WITHDRAWN, actor=actor)
        case.business, case.closing_reason = BusinessState.DONE, reason.strip()
        if case.finance == FinanceState.AWAITING:
            case.finance = FinanceState.NONE
        case.supplements.filter(answered_at=None).update(answered_at=now())
        case.save()
        for order in payments.list_orders(subject=number):
            if order.status == payments.OrderStatus.PENDING:
                payments.cancel_order(order_id=order.id, reason="withdrawn", actor=actor)
        event = CaseWithdrawn(case_number=number, reason=reason.strip(), at=now())
        audit.announce(event, actor=actor)
        notify_applicant(case, template="case_withdrawn")
    return event


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


def _stars_problem() -> Problem:
    return Problem(
        code="cases.rating_impossible",
        path="/stars",
        message={"vi": "Hãy chọn từ 1 đến 5 sao.", "en": "Choose from 1 to 5 stars."},
    )

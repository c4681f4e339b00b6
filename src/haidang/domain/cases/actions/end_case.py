"""Take a case back; rate it."""

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.payments import public as payments
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.actions.process import cancel_process, change_status
from haidang.domain.cases.errors import AlreadyRated
from haidang.domain.cases.states import BusinessState, FinanceState, Status
from haidang.domain.cases.types import CaseRated, CaseWithdrawn
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now


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
    """Say in one tap how it went, from 1 to 5; once."""
    with transaction.atomic():
        case = lock_case_by_number(number)
        policies.check_can_rate(case, actor)
        if case.rating is not None:
            raise AlreadyRated
        case.rating, case.rating_comment = min(max(stars, 1), 5), comment.strip()
        case.save(update_fields=["rating", "rating_comment"])
        event = CaseRated(case_number=number, stars=case.rating, comment=case.rating_comment)
        audit.announce(event, actor=actor)
    return event

"""What follows when a case ends without a result: say why, give back what is refundable."""

from typing import Final

from haidang.blocks.audit import public as audit
from haidang.blocks.payments import public as payments
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import FinanceState
from haidang.domain.cases.types import CaseStopped, FinanceChanged
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now
from haidang.kernel.money import Money

NOT_SUPPLIED: Final = "Hết thời hạn mà hồ sơ không được bổ sung, hoàn thiện."
_SYSTEM: Final = system("cases")


def note_stop(case: Case, *, actor: Actor) -> None:
    """Keep the reason of the stop and announce it; the caller holds the lock and saves."""
    if not case.closing_reason and case.supplements.filter(answered_at=None).exists():
        case.closing_reason = NOT_SUPPLIED
    event = CaseStopped(case_number=case.key, reason=case.closing_reason, at=now())
    audit.announce(event, actor=actor)
    _give_back(case)


def _give_back(case: Case) -> None:
    """Return the paid fees that the package makes refundable on refusal."""
    amount = Money(sum(line["amount"] for line in case.fee_lines if line["refundable"]))
    if not amount or case.finance != FinanceState.PAID:
        return
    for order in payments.list_orders(subject=case.key):
        if order.status == payments.OrderStatus.PAID:
            payments.refund_order(
                order_id=order.id,
                reason=case.closing_reason,
                amount=amount,
                actor=_SYSTEM,
                idempotency_key=f"{case.key}:stopped",
            )
    event = FinanceChanged(
        case_number=case.key, before=case.finance, after=FinanceState.REFUNDED, amount=amount
    )
    case.finance = FinanceState.REFUNDED
    audit.announce(event, actor=_SYSTEM)

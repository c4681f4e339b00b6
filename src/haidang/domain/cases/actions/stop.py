"""What follows when a case ends without a result: the paper, and what is refundable goes back."""

from typing import Final

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.blocks.payments import public as payments
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import FinanceState
from haidang.domain.cases.types import CaseStopped, FinanceChanged, StopCause
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now
from haidang.kernel.money import Money

ISSUE_DOCUMENT: Final = "cases.issue_document"
NOT_SUPPLIED: Final = "Hết thời hạn mà hồ sơ không được bổ sung, hoàn thiện."
_SYSTEM: Final = system("cases")


def note_stop(case: Case, *, actor: Actor, cause: StopCause = "") -> CaseStopped:
    """Keep the reason of the stop, announce it, let its paper be made, give money back.

    Without a ``cause`` it is told from the case: an open supplement means that nobody
    answered in time, a reason kept by a step that the case was refused (Mẫu 03); else the
    process stopped it. The caller holds the lock and saves.
    """
    why = cause or _cause_of(case)
    if why == "unanswered":
        case.closing_reason = NOT_SUPPLIED
    case.facts = {**case.facts, "stopped_by": why}
    event = CaseStopped(case_number=case.key, reason=case.closing_reason, at=now(), cause=why)
    audit.announce(event, actor=actor)
    settle_money(case, reason=case.closing_reason or why, actor=actor)
    kind = "mau_03" if why == "refused" else "mau_05"
    outbox.defer_by_name(
        ISSUE_DOCUMENT, case_number=case.key, kind=kind, slot=kind,
        officer=_head_of(case, actor=actor, cause=why),
    )  # fmt: skip
    return event


def settle_money(case: Case, *, reason: str, actor: Actor) -> None:
    """Ask for no more money, and return the paid fees that the package makes refundable."""
    if case.finance == FinanceState.AWAITING:
        case.finance = FinanceState.NONE
    for order in payments.list_orders(subject=case.key):
        if order.status == payments.OrderStatus.PENDING:
            payments.cancel_order(order_id=order.id, reason=reason[:200], actor=actor)
    _give_back(case, reason=reason)


def refundable(case: Case) -> Money:
    """Return what goes back when the case ends without a decision for the person."""
    return Money(sum(line["amount"] for line in case.fee_lines if line["refundable"]))


def _give_back(case: Case, *, reason: str) -> None:
    amount = refundable(case)
    if not amount or case.finance != FinanceState.PAID:
        return
    paid = [
        order
        for order in payments.list_orders(subject=case.key)
        if order.status == payments.OrderStatus.PAID
    ]
    for order in paid[:1]:
        payments.refund_order(
            order_id=order.id,
            reason=reason,
            amount=amount,
            actor=_SYSTEM,
            idempotency_key=f"{case.key}:stopped",
        )
    event = FinanceChanged(
        case_number=case.key, before=case.finance, after=FinanceState.REFUNDED, amount=amount
    )
    case.finance = FinanceState.REFUNDED
    audit.announce(event, actor=_SYSTEM)


def _cause_of(case: Case) -> StopCause:
    if case.supplements.filter(answered_at=None).exists():
        return "unanswered"
    return "refused" if case.closing_reason else "process"


def _head_of(case: Case, *, actor: Actor, cause: StopCause) -> str:
    """Return the officer whose act this was, and who signs; nobody where the platform acted."""
    signer = case.facts.get("signer")
    agreed = str(signer.get("officer_id") or "") if isinstance(signer, dict) else ""
    if cause == "refused" and agreed:
        return agreed
    return actor.id if actor.is_officer and cause in {"refused", "agency"} else ""

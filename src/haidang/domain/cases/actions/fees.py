"""Ask the applicant for what is owed, and again when an order ended unpaid."""

from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.agencies import public as agencies
from haidang.blocks.payments import public as payments
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.notify import notify_applicant
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import FinanceState
from haidang.kernel.actors import system
from haidang.kernel.money import Money

SYSTEM: Final = system("cases")
MOST_ORDERS: Final = 60
"""So many orders, one after another, for one fee: with a day each, two months to pay in."""


def open_fee_order(case: Case, *, key: str) -> None:
    """Open an order for the fees of a case; the same key opens one."""
    agency = agencies.get_agency(case.receiving_agency)
    payments.open_order(
        subject=case.key,
        payer_name=case.applicant_name,
        payee=payments.Payee(agency=agency.code, name=agency.name),
        lines=[
            payments.PaymentLine(
                key=line["key"], name=line["name"]["vi"], kind=line["kind"],
                amount=Money(line["amount"]),
            )
            for line in case.fee_lines
            if line["amount"]
        ],
        idempotency_key=key,
        actor=SYSTEM,
    )  # fmt: skip


def renew_fee_order(number: str, *, ended: UUID) -> None:
    """Open another order when one ended unpaid and the case still waits for its fee.

    Else the case would stand for ever with nothing that could be paid. The first time the
    applicant is told of it; later ones follow quietly.
    """
    with transaction.atomic():
        case = lock_case_by_number(number)
        orders = payments.list_orders(subject=case.key)
        is_open = any(one.status is payments.OrderStatus.PENDING for one in orders)
        waits = case.finance == FinanceState.AWAITING and case.finished_at is None
        if not waits or is_open or len(orders) >= MOST_ORDERS:
            return
        open_fee_order(case, key=f"{case.key}:again:{ended}")
        if len(orders) == 1:
            amount = str(Money(case.fee_total))
            notify_applicant(case, template="payment_requested", occurrence="again", amount=amount)


def end_other_orders(case: Case, *, paid: UUID) -> None:
    """Ask no longer for a fee that came by another order: nobody shall pay twice."""
    fee = payments.get_order(order_id=paid).lines
    for order in payments.list_orders(subject=case.key):
        if order.status is payments.OrderStatus.PENDING and order.lines == fee:
            payments.cancel_order(order_id=order.id, reason="Đã nộp theo lệnh khác", actor=SYSTEM)

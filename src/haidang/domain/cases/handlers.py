"""Reactions to what other modules publish."""

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.outbox import public as outbox
from haidang.blocks.payments import public as payments
from haidang.domain.cases.actions.documents import ISSUE_RECEIPT
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.process import deliver_message
from haidang.domain.cases.actions.reschedule import plan_rescheduling
from haidang.domain.cases.models import Case
from haidang.domain.cases.states import FinanceState
from haidang.domain.cases.types import FinanceChanged
from haidang.domain.catalog import public as catalog
from haidang.engines.workflow import MessageNotAwaited
from haidang.kernel.actors import system
from haidang.kernel.events import Event


def connect() -> None:
    """Subscribe; called once when the app is ready."""
    outbox.subscribe(payments.FeePaid, on_fee_paid)
    outbox.subscribe(catalog.CalendarChanged, on_calendar_changed)


def on_calendar_changed(event: Event) -> None:
    """Let the due dates of open cases follow a changed calendar, in batches."""
    if not isinstance(event, catalog.CalendarChanged):
        raise TypeError(f"Not a changed calendar: {event.code}")
    plan_rescheduling(event)


def on_fee_paid(event: Event) -> None:
    """Note that the fee came, let its receipt be made and the process go on."""
    if not isinstance(event, payments.FeePaid):
        raise TypeError(f"Not a paid fee: {event.code}")
    actor = system("cases.payments")
    if not Case.objects.filter(number=event.subject).exists():
        return
    with transaction.atomic():
        case = lock_case_by_number(event.subject)
        outbox.defer_by_name(
            ISSUE_RECEIPT, case_number=event.subject, order_id=str(event.order_id)
        )
        if case.finance == FinanceState.PAID:
            return
        changed = FinanceChanged(
            case_number=case.key, before=case.finance,
            after=FinanceState.PAID, amount=event.amount,
        )  # fmt: skip
        case.finance = FinanceState.PAID
        case.save(update_fields=["finance"])
        audit.announce(changed, actor=actor)
        values = {"amount": event.amount.dong, "receipt": event.receipt_number, "paid": True}
        try:
            with transaction.atomic():
                deliver_message(case, name="fee_paid", values=values, actor=actor)
        except MessageNotAwaited:
            # The order is paid before the process came to its waiting place: when it
            # comes there, fees.request tells it that nothing is owed any more.
            return

"""Reactions to what other modules publish."""

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.delivery import public as delivery
from haidang.blocks.outbox import public as outbox
from haidang.blocks.payments import public as payments
from haidang.domain.cases.actions.deliver import finish_delivery, take_back
from haidang.domain.cases.actions.documents import ISSUE_RECEIPT
from haidang.domain.cases.actions.drafts import lock_case_by_number
from haidang.domain.cases.actions.fees import end_other_orders, renew_fee_order
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
    outbox.subscribe(payments.OrderExpired, on_order_expired)
    outbox.subscribe(catalog.CalendarChanged, on_calendar_changed)
    outbox.subscribe(delivery.ParcelDelivered, on_parcel_delivered)
    outbox.subscribe(delivery.ParcelSentBack, on_parcel_lost)
    outbox.subscribe(delivery.ParcelRefused, on_parcel_lost)


def on_parcel_delivered(event: Event) -> None:
    """Let a case whose result arrived by post come to its end."""
    if not isinstance(event, delivery.ParcelDelivered):
        raise TypeError(f"Not a delivered parcel: {event.code}")
    if event.direction == "to_person" and Case.objects.filter(number=event.case_number).exists():
        finish_delivery(event.case_number)


def on_parcel_lost(event: Event) -> None:
    """Let the return officer settle a result that did not reach the person."""
    if not isinstance(event, delivery.ParcelSentBack | delivery.ParcelRefused):
        raise TypeError(f"Not a parcel that came back: {event.code}")
    if Case.objects.filter(number=event.case_number).exists():
        take_back(event.case_number, parcel=str(event.parcel_id), reason=event.reason)


def on_calendar_changed(event: Event) -> None:
    """Let the due dates of open cases follow a changed calendar, in batches."""
    if not isinstance(event, catalog.CalendarChanged):
        raise TypeError(f"Not a changed calendar: {event.code}")
    plan_rescheduling(event)


def on_order_expired(event: Event) -> None:
    """Let a fee that nobody paid in time be paid all the same."""
    if not isinstance(event, payments.OrderExpired):
        raise TypeError(f"Not an order that ended: {event.code}")
    if Case.objects.filter(number=event.subject).exists():
        renew_fee_order(event.subject, ended=event.order_id)


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
        end_other_orders(case, paid=event.order_id)
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

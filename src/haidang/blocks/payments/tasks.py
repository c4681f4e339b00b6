"""Background work of payments."""

from haidang.blocks.outbox import public as outbox
from haidang.blocks.payments import actions


@outbox.task(name=actions.POLL.name, queue=actions.POLL.queue)
def poll_order(*, order_id: str) -> None:
    """Ask the bank about one order."""
    actions.POLL(order_id=order_id)


@outbox.task(name=actions.EXPIRE.name, queue=actions.EXPIRE.queue)
def expire_order(*, order_id: str) -> None:
    """Let one overdue order expire."""
    actions.EXPIRE(order_id=order_id)


@outbox.task(name=actions.SEND_REFUND.name, queue=actions.SEND_REFUND.queue)
def send_refund(*, refund_id: str) -> None:
    """Tell the bank about one refund."""
    actions.SEND_REFUND(refund_id=refund_id)


@outbox.periodic(name="payments.poll_silent_orders", cron="* * * * * */5")
def poll_silent_orders() -> None:
    """Ask about the orders of which nothing is heard."""
    actions.poll_silent_orders()


@outbox.periodic(name="payments.expire_overdue_orders", cron="* * * * *")
def expire_overdue_orders() -> None:
    """Stop waiting for what nobody paid in time."""
    actions.expire_overdue_orders()

"""Background work of the waiting room."""

from haidang.blocks.outbox import public as outbox
from haidang.blocks.waiting import actions


@outbox.periodic(name="waiting.forget_visitors", cron="7 * * * *")
def forget_visitors() -> None:
    """Forget, every hour, who was not heard of for an hour."""
    actions.forget_visitors()

"""Background work of the queue."""

from haidang.blocks.outbox import public as outbox
from haidang.domain.queue import actions


@outbox.periodic(name="queue.forget_cards", cron="17 1 * * *")
def forget_cards() -> None:
    """Forget what the tickets of past days carried."""
    actions.forget_cards()

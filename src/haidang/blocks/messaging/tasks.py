"""Background work of messaging."""

from haidang.blocks.messaging import actions
from haidang.blocks.outbox import public as outbox


@outbox.task(name=actions.DELIVER.name, queue=actions.DELIVER.queue, attempts=10)
def deliver_notice(*, notice_id: str) -> None:
    """Hand one notice to its channels."""
    actions.DELIVER(notice_id=notice_id)

"""Background work of the REST channel."""

from datetime import timedelta

from haidang.blocks.outbox import public as outbox
from haidang.channels.rest.idempotency import forget_answers
from haidang.kernel.clock import now


@outbox.periodic(name="rest.forget_answers", cron="17 3 * * *")
def forget_old_answers() -> None:
    """Forget answers to repeated requests after a week."""
    forget_answers(before=now() - timedelta(days=7))

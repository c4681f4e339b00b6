"""Background work of the indicators."""

from haidang.blocks.outbox import public as outbox
from haidang.domain.indicators import actions


@outbox.periodic(name="indicators.refresh", cron="*/10 * * * *")
def refresh() -> None:
    """Reckon the distributions that moved."""
    actions.refresh_distributions()

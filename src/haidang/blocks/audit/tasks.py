"""Background work of the audit."""

from haidang.blocks.audit import actions
from haidang.blocks.outbox import public as outbox


@outbox.periodic(name="audit.seal", cron="* * * * * */20")
def seal() -> None:
    """Seal what was recorded since the last seal, as many seals as it takes."""
    while actions.seal_entries() == actions.BATCH:
        pass


@outbox.periodic(name="audit.seal_stragglers", cron="40 2 * * *")
def seal_stragglers() -> None:
    """Seal what came so late that the seals of its day had long passed it."""
    while actions.seal_entries(newest=None):
        pass

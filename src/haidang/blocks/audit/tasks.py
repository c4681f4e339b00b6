"""Background work of the audit."""

from haidang.blocks.audit import actions
from haidang.blocks.outbox import public as outbox


@outbox.periodic(name="audit.seal", cron="* * * * * */20")
def seal() -> None:
    """Seal what was recorded since the last seal."""
    actions.seal_entries()

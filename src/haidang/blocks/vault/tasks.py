"""Background work of the vault."""

from haidang.blocks.outbox import public as outbox
from haidang.blocks.vault.actions import shred_expired
from haidang.kernel.actors import system


@outbox.periodic(name="vault.shred_expired", cron="20 2 * * *")
def shred_expired_files() -> None:
    """Shred, every night, what need not be kept any longer."""
    shred_expired(actor=system("vault"))

"""Background work of signing."""

from datetime import timedelta
from typing import Final

from haidang.blocks.outbox import public as outbox
from haidang.blocks.signing.actions import discard_contents

KEPT: Final = timedelta(days=7)
"""Long after any retry: who asked for signed bytes has stored them by then."""


@outbox.periodic(name="signing.discard_contents", cron="40 2 * * *")
def discard_old_contents() -> None:
    """Forget, every night, signed bytes that were handed over long ago."""
    discard_contents(older_than=KEPT)

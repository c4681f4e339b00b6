"""A process that writes without pause, for a drill: files into the vault, some shredded.

Each act is a transaction of the platform's own: the encrypted file, its row, its entry in
the record of acts, its event and, where somebody subscribed, a job.
"""

import itertools
import signal
import sys
from typing import Final
from uuid import UUID

from haidang.config.rehearsal_answers import sample_pdf
from haidang.config.startup import set_up

_SHRED_EVERY: Final = 7


def main() -> None:
    """Write until the process is ended."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    set_up()
    from haidang.blocks.audit import public as audit  # noqa: PLC0415 - Django is set up only now
    from haidang.blocks.vault import public as vault  # noqa: PLC0415 - as above
    from haidang.kernel.actors import system  # noqa: PLC0415 - as above

    actor = system("drill")
    stored: list[UUID] = []
    for number in itertools.count(1):
        content = sample_pdf(f"{sys.argv[1]} {number}")
        file = vault.store_file(content, name=f"{number}.pdf", owner=None, actor=actor)
        stored.append(file.id)
        if number % _SHRED_EVERY == 0:
            vault.shred_file(stored.pop(0), reason="drill", actor=actor)
            audit.seal_entries()


if __name__ == "__main__":
    main()

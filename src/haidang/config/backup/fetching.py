"""The vault's files where they lie in object storage: fetched into the backup folder, sealed.

The database says which there are; so a file is fetched as soon as its row is committed. The
backup stands against the loss of the storage itself, of a bucket or of the right to it.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from haidang.blocks.vault import public as vault
from haidang.kernel import clock
from haidang.kernel.actors import system
from haidang.kernel.files import written_whole

logger = logging.getLogger(__name__)
ACTOR: Final = system("backup")


@dataclass(slots=True)
class Fetcher:
    """Fetch the files that are new since the last look; the first look is at all of them."""

    target: Path
    since: str = ""

    def copy_new(self) -> int:
        """Fetch what is not there yet; return how many files."""
        yesterday = clock.now() - timedelta(days=1)
        paths = vault.list_paths(actor=ACTOR, since=self.since)
        fetched = sum(self._fetch(path) for path in paths if not (self.target / path).exists())
        self.since = f"{yesterday:%Y/%m/%d}"
        return fetched

    def _fetch(self, path: str) -> int:
        try:
            sealed = vault.read_sealed(path, actor=ACTOR)
        except vault.FileDamaged:  # shredded in this moment, or truly missing: a restore tells
            logger.warning("The file %s is not in the storage, or not as it was written.", path)
            return 0
        with written_whole(self.target / path) as partial:
            partial.write_bytes(sealed)
        return 1

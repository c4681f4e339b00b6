"""Files are written beside their place and take it when they are whole."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PARTIAL: Final = ".partial"
"""How the name of a file ends that is still being written; it begins with a dot."""


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Yield a path beside the target to write to; what is whole takes the target's place.

    The path is the writer's own: a backup and a follower may copy the same file at once.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=_PARTIAL, dir=target.parent)
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def is_partial(path: Path) -> bool:
    """Tell whether a file is still being written, by its name."""
    return path.name.startswith(".") and path.name.endswith(_PARTIAL)

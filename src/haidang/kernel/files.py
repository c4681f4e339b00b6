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
    with _beside(target) as partial:
        yield partial
        partial.replace(target)


def write_whole(target: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file so that whoever reads it finds all of it, or what was there before."""
    with written_whole(target) as partial:
        partial.write_bytes(content)
        partial.chmod(mode)


def write_once(target: Path, content: bytes, *, mode: int = 0o644) -> bool:
    """Write a file that is not there yet, whole; of several who try, the first one's stays.

    Return whether it was this one.
    """
    with _beside(target) as partial:
        partial.write_bytes(content)
        partial.chmod(mode)
        try:
            target.hardlink_to(partial)
        except FileExistsError:
            return False
        return True


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=_PARTIAL, dir=target.parent)
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
    finally:
        partial.unlink(missing_ok=True)


def is_partial(path: Path) -> bool:
    """Tell whether a file is still being written, by its name."""
    return path.name.startswith(".") and path.name.endswith(_PARTIAL)

"""The vault's encrypted files, copied as they lie; they are written once and never changed."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from haidang.config.env import Environment
from haidang.kernel.files import is_partial, written_whole

FOLDER: Final = "folder"
_RESTING_SECONDS: Final = 10.0
"""A file that was touched later may still be written: it is looked at again."""


class Copier(Protocol):
    """Copies files into the backup folder."""

    def copy_new(self) -> int:
        """Copy what is new; return how many files."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """What a folder was when it was last read."""

    changed_ns: int
    children: tuple[Path, ...]


@dataclass(slots=True)
class Follower:
    """Copy the files that are new since the last look; folders that rest are not read."""

    source: Path
    target: Path
    _seen: dict[Path, _Folder] = field(default_factory=dict)

    def copy_new(self) -> int:
        """Copy what is new; return how many files."""
        return self._visit(self.source) if self.source.is_dir() else 0

    def _visit(self, folder: Path) -> int:
        changed = folder.stat().st_mtime_ns
        known = self._seen.get(folder)
        copied = 0
        if known is None or known.changed_ns != changed:
            target = self.target / folder.relative_to(self.source)
            copied, newest, children = _copy_folder(folder, target)
            known = _Folder(changed, children)
            if _age(max(newest, changed / 1e9)) > _RESTING_SECONDS:
                self._seen[folder] = known
        return copied + sum(self._visit(child) for child in known.children)


def copier(env: Environment, target: Path) -> Copier:
    """Return what copies the files of an installation, wherever they lie."""
    if env.files_provider == FOLDER:
        return Follower(env.data_dir / "files", target)
    from haidang.config.backup.fetching import Fetcher  # noqa: PLC0415 - Django is set up only now

    return Fetcher(target)


def copy_all(source: Path, target: Path) -> int:
    """Copy every file that is not there yet; return how many."""
    return Follower(source, target).copy_new()


def measure(folder: Path) -> tuple[int, int]:
    """Return how many whole files lie in a folder, and their bytes.

    Files may come and go meanwhile: one that is being written is not counted, nor one that went.
    """
    sizes = [found.st_size for path in _files(folder) if (found := _stat_of(path)) is not None]
    return len(sizes), sum(sizes)


def keep_only(folder: Path, known: frozenset[str]) -> int:
    """Remove files whose path is not among those known; return how many."""
    unknown = [path for path in _files(folder) if str(path.relative_to(folder)) not in known]
    for path in unknown:
        path.unlink()
    return len(unknown)


def _files(folder: Path) -> Iterator[Path]:
    for name, _children, names in os.walk(folder):
        yield from (Path(name) / one for one in names)


def _copy_folder(source: Path, target: Path) -> tuple[int, float, tuple[Path, ...]]:
    copied, newest, children = 0, 0.0, []
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                children.append(Path(entry.path))
                continue
            found = _stat(entry)
            if found is None:
                continue
            newest = max(newest, found.st_mtime)
            if _differs(found, target / entry.name):
                copied += _copy(Path(entry.path), target / entry.name)
    return copied, newest, tuple(children)


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat()
    except FileNotFoundError:  # shredded in this moment
        return None


def _stat_of(path: Path) -> os.stat_result | None:
    if is_partial(path):
        return None
    try:
        return path.stat()
    except FileNotFoundError:  # removed in this moment
        return None


def _differs(found: os.stat_result, target: Path) -> bool:
    try:
        there = target.stat()
    except FileNotFoundError:
        return True
    return (there.st_size, there.st_mtime_ns) != (found.st_size, found.st_mtime_ns)


def _copy(source: Path, target: Path) -> int:
    try:
        with written_whole(target) as partial:
            shutil.copy2(source, partial)
    except FileNotFoundError:  # shredded between being listed and being read
        return 0
    return 1


def _age(instant: float) -> float:
    # The file system's own time, so that a shifted clock of sample data does not matter here.
    return time.time() - instant

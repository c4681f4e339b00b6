"""A small disk for the files that can be filled: a tmpfs, or a limit on what a process writes."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SIZE: Final = "512m"
_BALLAST: Final = ".ballast"
_STEP: Final = 1024 * 1024


@dataclass(slots=True, kw_only=True)
class Disk:
    """Where the files lie, and how it becomes full."""

    folder: Path
    is_mounted: bool

    @property
    def how(self) -> str:
        """Return how a full disk is made here."""
        if self.is_mounted:
            return f"a tmpfs of {SIZE} for the files, filled to the last byte (ENOSPC)"
        return "RLIMIT_FSIZE of 0 on web and workers (EFBIG), since mounts are not allowed here"

    def fill(self, processes: list[int]) -> None:
        """Leave no byte free."""
        if not self.is_mounted:
            _limit(processes, 0)
            return
        with (self.folder / _BALLAST).open("ab", buffering=0) as ballast:
            for size in (_STEP, 4096, 1):
                with suppress(OSError):
                    while True:
                        ballast.write(bytes(size))

    def free(self, processes: list[int]) -> None:
        """Make room again."""
        (self.folder / _BALLAST).unlink(missing_ok=True)
        if not self.is_mounted:
            _limit(processes, resource.RLIM_INFINITY)


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Make the folder a small disk of its own, where the machine allows it."""
    folder.mkdir(parents=True, exist_ok=True)
    is_mounted = _mount(folder)
    try:
        yield Disk(folder=folder, is_mounted=is_mounted)
    finally:
        if is_mounted:
            subprocess.run([_program("umount"), "-l", str(folder)], check=False)  # noqa: S603 - a fixed program


def _mount(folder: Path) -> bool:
    if os.geteuid() != 0 or not shutil.which("mount"):
        return False
    done = subprocess.run(  # noqa: S603 - a fixed program
        [_program("mount"), "-t", "tmpfs", "-o", f"size={SIZE}", "haidang-chaos", str(folder)],
        check=False,
        capture_output=True,
    )
    return done.returncode == 0


def _limit(processes: list[int], size: int) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(name)
    return found

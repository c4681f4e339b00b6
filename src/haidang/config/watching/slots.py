"""A place for each process's figures, held while it lives and taken over by a successor.

Every process writes its counts into files of its own (prometheus-client's, mapped into
memory). Named by process number they would pile up with each restart, and taking a dead
one's away would make sums fall, which reads as a reset. So a process takes the first free
**slot**, marked by a lock that the system gives back when it dies, and counts on from there.
"""

import fcntl
import itertools
import os
from pathlib import Path
from typing import Final

_ENOUGH: Final = 1_000


class Slot:
    """The slot of this process; after a fork the child takes one of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process = 0
        self._name = ""
        self._held: list[int] = []

    def name(self) -> str:
        """Return the slot's name, the same while the process lives."""
        process = os.getpid()
        if process != self._process:
            self._name, descriptor = _take(self.folder)
            self._held.append(descriptor)
            self._process = process
        return self._name


def is_free(folder: Path, name: str) -> bool:
    """Tell whether no living process holds a slot."""
    descriptor = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        return _lock(descriptor)
    finally:
        os.close(descriptor)


def _take(folder: Path) -> tuple[str, int]:
    folder.mkdir(parents=True, exist_ok=True)
    for number in itertools.count():
        if number > _ENOUGH:
            break
        name = f"slot{number}"
        descriptor = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        if _lock(descriptor):
            return name, descriptor
        os.close(descriptor)
    raise RuntimeError(f"{folder}: more than {_ENOUGH} processes hold a slot.")


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

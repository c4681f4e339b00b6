"""How much processor time each part of the city used, read from the kernel."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_TICK: Final = os.sysconf("SC_CLK_TCK")
_PROC: Final = Path("/proc")
GROUPS: Final = ("web", "worker", "database", "twins", "load generator")


def processor_seconds(data: Path) -> Mapping[str, float]:
    """Return the processor seconds so far of each part of the city that lives in a folder."""
    seconds = dict.fromkeys(GROUPS, 0.0)
    parents: dict[int, int] = {}
    times: dict[int, float] = {}
    groups: dict[int, str] = {}
    for pid, command, environment in _processes():
        told = _stat(pid)
        if told is None:
            continue
        parents[pid], spent = told
        times[pid] = spent
        groups[pid] = _group(pid, command, environment, data)
    for pid, used in times.items():
        group = groups[pid] or groups.get(parents[pid], "")
        if group:
            seconds[group] += used
    return seconds


def _group(pid: int, command: str, environment: str, data: Path) -> str:
    if pid == os.getpid():
        return "load generator"
    if "postgres" in command and str(data) in command:
        return "database"
    if str(data) not in environment:
        return ""
    words = {"granian": "web", "worker": "worker", "twins.": "twins"}
    return next((group for word, group in words.items() if word in command), "")


def _processes() -> Iterator[tuple[int, str, str]]:
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                environment = (folder / "environ").read_bytes()
            except OSError:
                continue
            yield (
                int(folder.name),
                command.decode(errors="replace"),
                environment.decode(errors="replace"),
            )


def _stat(pid: int) -> tuple[int, float] | None:
    """Return the parent and the processor seconds of a process, its ended children included."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), sum(map(int, fields[11:15])) / _TICK

"""What a rule finds, and the files that it looks at."""

import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
Files = Mapping[str, str]
"""The text of each file by its path below the root, with forward slashes."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault, at a place that an editor can jump to."""

    path: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code} {self.message}"


def tracked_files(root: Path = ROOT) -> Files:
    """Return the text files that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 - git is found by its name
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    found: dict[str, str] = {}
    for name in sorted(set(listed) - {""}):
        text = _read(root / name)
        if text is not None:
            found[name] = text
    return found


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return None  # a picture, a font, or a file that is deleted but not yet committed


def report(findings: Iterable[Finding]) -> int:
    """Write the findings, sorted; return 1 when there is one, else 0."""
    found = sorted(findings)
    for finding in found:
        sys.stdout.write(f"{finding}\n")
    return 1 if found else 0

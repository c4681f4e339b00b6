"""Two trees of code: an older one from the history, and the one that lies here."""

import os
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from haidang.config.env import PROJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """The old and the new code, and the link that tells which one a new process runs."""

    name: str
    old: Path
    new: Path
    link: Path

    def lay_old(self) -> None:
        """Let processes that start from now on run the old code."""
        self._lay(self.old)

    def lay_new(self) -> None:
        """Let processes that start from now on run the new code: what an upgrade does."""
        self._lay(self.new)

    def _lay(self, tree: Path) -> None:
        fresh = self.link.with_suffix(".fresh")
        fresh.symlink_to(tree)
        fresh.replace(self.link)


def export(ref: str, folder: Path) -> Trees:
    """Lay a revision out in a folder, ready to run with the libraries that are installed."""
    name = _git("log", "-1", "--format=%h %s", ref).decode().strip()
    old = folder / "old"
    with tarfile.open(fileobj=BytesIO(_git("archive", "--format=tar", ref))) as archive:
        archive.extractall(old, filter="data")
    trees = Trees(name=name, old=old, new=PROJECT, link=folder / "current")
    trees.lay_old()
    compiled = [sys.executable, "-m", "haidang.config.messages_compiled"]
    subprocess.run(compiled, env=surroundings(old), cwd=old, check=True)  # noqa: S603 - our own
    return trees


def surroundings(tree: Path) -> dict[str, str]:
    """Return the environment of a process that runs the code of a tree."""
    return {**os.environ, "PYTHONPATH": python_path(tree)}  # noqa: TID251 - children inherit it


def python_path(tree: Path) -> str:
    """Return where Python finds the code of a tree."""
    return os.pathsep.join((str(tree / "src"), str(tree)))


def _git(*words: str) -> bytes:
    done = subprocess.run(  # noqa: S603 - git, with our own words
        ["git", "-C", str(PROJECT), *words],  # noqa: S607 - wherever it is installed
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"git {' '.join(words)} failed:\n{done.stderr.decode()}")
    return done.stdout

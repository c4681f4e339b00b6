"""Lock files hold every direct requirement, pinned and hashed."""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lint.findings import ROOT, Finding, report

_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH: Final = "--hash=sha256:"


def check_lock(path: str, text: str, requirements: Iterable[str]) -> Iterator[Finding]:
    """Compare one lock with the requirements that it should satisfy."""
    pins: dict[str, tuple[int, str]] = {}
    for number, block in _blocks(text):
        pin = _PIN.match(block)
        if pin is None:
            yield Finding(path, number, "L020", "not a pinned requirement (name==version)")
            continue
        pins[canonicalize_name(pin.group(1))] = (number, pin.group(2))
        if _HASH not in block:
            yield Finding(path, number, "L021", f"{pin.group(1)} has no hash")
    for line in requirements:
        yield from _check_requirement(path, Requirement(line), pins)


def _check_requirement(
    path: str, wanted: Requirement, pins: dict[str, tuple[int, str]]
) -> Iterator[Finding]:
    found = pins.get(canonicalize_name(wanted.name))
    if found is None:
        yield Finding(path, 1, "L022", f"{wanted.name} of pyproject.toml is not locked")
    elif not wanted.specifier.contains(found[1], prereleases=True):
        message = f"{wanted.name} {found[1]} does not satisfy {wanted.specifier}"
        yield Finding(path, found[0], "L023", message)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Return each requirement with its continued lines joined, and its first line's number."""
    start, parts = 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not parts and (not line.strip() or line.startswith("#")):
            continue
        start = start if parts else number
        parts.append(line.removesuffix("\\"))
        if not line.endswith("\\"):
            yield start, " ".join(parts)
            parts = []


def main() -> int:
    """Check the lock files against pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = project["dependencies"]
    wanted = {
        "lock/runtime.txt": runtime,
        "lock/dev.txt": [*runtime, *project["optional-dependencies"]["dev"]],
        "lock/ocr.txt": [*runtime, *project["optional-dependencies"]["ocr"]],
    }
    found = [
        finding
        for path, requirements in wanted.items()
        for finding in check_lock(path, (ROOT / path).read_text(encoding="utf-8"), requirements)
    ]
    return report(found)


if __name__ == "__main__":
    sys.exit(main())

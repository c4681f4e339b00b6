"""Every check of the house: each runs, each says how long it took, any fault ends with 1."""

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from lint.findings import ROOT

_AT_ONCE: Final = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One check: its name and the module with its arguments."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step said."""

    step: Step
    seconds: float
    passed: bool
    words: str


STEPS: Final = (
    Step("format", ("ruff", "format", "--check", ".")),
    Step("lint", ("ruff", "check", ".")),
    Step("types", ("mypy",)),
    Step("import contracts", ("lint.contracts",)),
    Step("our own rules", ("lint.rules",)),
    Step("content", ("lint.content",)),
    Step("translations", ("lint.translations",)),
    Step("migrations", ("lint.migrations",)),
    Step("generated pages", ("lint.docs",)),
    Step("links", ("lint.links",)),
    Step("lock files", ("lint.locks",)),
)


def run(step: Step) -> Outcome:
    """Run one check in a process of its own."""
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-m", *step.command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(step, time.monotonic() - began, done.returncode == 0, done.stdout)


def check(steps: Sequence[Step]) -> int:
    """Run every step and tell of each, in order; return 1 when one failed."""
    failed = []
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        for outcome in pool.map(run, steps):
            _tell(outcome)
            if not outcome.passed:
                failed.append(outcome.step.name)
    if failed:
        sys.stdout.write(f"\nFailed: {', '.join(failed)}. ./run fix puts some of it right.\n")
    return 1 if failed else 0


def _tell(outcome: Outcome) -> None:
    word = "ok" if outcome.passed else "FAILED"
    sys.stdout.write(f"{outcome.step.name:<20} {word:<6} {outcome.seconds:6.1f} s\n")
    if not outcome.passed:
        sys.stdout.writelines(f"    {line}\n" for line in outcome.words.splitlines())
    sys.stdout.flush()


def main() -> int:
    """Run all checks, or those whose names are given."""
    wanted = sys.argv[1:]
    unknown = [name for name in wanted if name not in {step.name for step in STEPS}]
    if unknown:
        sys.stdout.write(f"There is no check {unknown[0]!r}; there are:\n")
        sys.stdout.writelines(f"  {step.name}\n" for step in STEPS)
        return 2
    return check([step for step in STEPS if not wanted or step.name in wanted])


if __name__ == "__main__":
    sys.exit(main())

"""The report of a run, as Markdown: figures as they were measured, nothing else."""

import os
import platform
from collections.abc import Iterator
from statistics import median

from tests.chaos.session import Outcome


def write_report(outcome: Outcome) -> str:
    """Return the report of a run."""
    return "\n".join(
        [
            f"## Seed {outcome.seed}: {len(outcome.faults)} faults, {_verdict(outcome)}",
            "",
            f"{outcome.began_at:%Y-%m-%d %H:%M} UTC, {_machine()}; {outcome.seconds:.0f} s. "
            f"{outcome.cases} cases were handed in and told so. Full disk: {outcome.disk}. "
            f"Before the first fault an extract came back signed in {_times(outcome.quiet)}.",
            "",
            "Recovery: from the end of a fault until an extract handed in then came back signed; "
            "later faults fall into it.",
            "",
            "| fault | times | median s | worst s |",
            "|---|---|---|---|",
            *_kinds(outcome),
            "",
            "| promise | looked at | breaches |",
            "|---|---|---|",
            *_checks(outcome),
            "",
            f"What clients met: {_counts(outcome)}.",
            "",
        ]
    )


def _kinds(outcome: Outcome) -> Iterator[str]:
    for kind in sorted({fault.kind for fault in outcome.faults}):
        numbers = [fault.number for fault in outcome.faults if fault.kind == kind]
        times = [outcome.recoveries[one] for one in numbers if one in outcome.recoveries]
        if times:
            yield f"| {kind} | {len(numbers)} | {median(times):.1f} | {max(times):.1f} |"


def _checks(outcome: Outcome) -> Iterator[str]:
    for check in outcome.checks:
        broken = "<br>".join(one.replace("|", "/") for one in check.breaches) or "0"
        yield f"| {check.name} | {check.looked_at} | {broken} |"


def _verdict(outcome: Outcome) -> str:
    return "every promise kept" if outcome.is_good else "PROMISES BROKEN"


def _times(seconds: list[float]) -> str:
    return ", ".join(f"{one:.1f} s" for one in seconds)


def _counts(outcome: Outcome) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(outcome.counts.items()))


def _machine() -> str:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{os.cpu_count()} cores, {platform.machine()}, load {load}"

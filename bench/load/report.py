"""The report of a run, in Markdown, with a plot."""

import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from bench.load.cpu import GROUPS
from bench.load.measure import Line, Stage
from bench.load.peak import CASES_A_SECOND, VISITS
from bench.load.plan import Plan
from bench.load.plots import draw
from haidang.kernel.clock import local, now

GOOD_MS: Final = 1_000.0
"""Diia.Engine's target for reading: p95 of 1,000 ms."""
GOOD_SHARE: Final = 0.01


def write_report(
    path: Path | None,
    stages: Sequence[Stage],
    *,
    plan: Plan,
    seats: int,
    logged: Mapping[str, int],
) -> None:
    """Print the report; keep it, with its plot beside it, where a path is given."""
    plot = path.with_suffix(".svg") if path is not None else None
    text = "\n".join(_lines(stages, plan, seats, logged, plot)) + "\n"
    sys.stdout.write(text)
    if path is not None and plot is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        draw(plot, stages)


def find_knee(stages: Sequence[Stage]) -> Stage | None:
    """Return the last stage, from the first on, that answers well; None where none does."""
    knee = None
    for stage in stages:
        if not answers_well(stage):
            break
        knee = stage
    return knee


def answers_well(stage: Stage) -> bool:
    """Tell whether a stage keeps the bound: p95 within a second, one failure in a hundred."""
    whole = stage.whole
    return whole is not None and whole.p95 <= GOOD_MS and whole.failed <= whole.count * GOOD_SHARE


def _lines(
    stages: Sequence[Stage], plan: Plan, seats: int, logged: Mapping[str, int], plot: Path | None
) -> Iterator[str]:
    yield from _conditions(plan, seats)
    yield from ["## By stage", ""]
    yield from _table(
        ("x peak hour", "comers", "answers/s", "cases/s", "p50 ms", "p95 ms", "p99 ms", "failed",
         "well?"),
        [_stage_cells(stage) for stage in stages],
    )  # fmt: skip
    yield from ["", _knee_words(stages), ""]
    if plot is not None:
        yield from [f"![p95 and answers a second over the multiple]({plot.name})", ""]
    yield from ["## Processor time", ""]
    yield from _table(
        ("x peak hour", *GROUPS, "sum, of cores"), [_cpu_cells(stage) for stage in stages]
    )
    for stage in stages:
        yield from ["", f"## At {stage.multiple:g} x the peak hour", ""]
        yield from _line_table("visit (without thinking and waiting)", stage.visits)
        yield from ["", *_line_table("page", stage.pages)]
        if stage.waited:
            yield from ["", *_line_table("waiting room", [stage.waited])]
        if stage.faults:
            yield from ["", "Faults: " + "; ".join(f"{k} x {v}" for k, v in stage.faults.items())]
    if logged:
        yield from ["", "## What the logs of web and worker say", ""]
        yield from (f"- {count} x `{words}`" for words, count in logged.items())


def _conditions(plan: Plan, seats: int) -> Iterator[str]:
    yield from ["# Load over HTTP: one run", ""]
    yield (
        f"- Machine: {os.cpu_count()} cores ({_processor()}), {platform.system()}, Python "
        f"{platform.python_version()}. Web (2 processes of 4 threads), worker, PostgreSQL, twins "
        "**and the load generator** share it."
    )
    yield (
        f"- Date: {local(now()):%Y-%m-%d %H:%M}; seed {plan.seed}; mean pause on a page "
        f"{plan.think:g} s; each stage {plan.settle:g} s settling, {plan.seconds:g} s counted; "
        f"seats of the waiting room: {seats or 'none'}."
    )
    yield (
        f"- Peak hour: {CASES_A_SECOND * 3600:,.0f} cases, {CASES_A_SECOND:.3f} a second "
        "(`bench/load/peak.py` derives it). For each case:"
    )
    yield from (f"  - {visit.per_case:g} x {visit.name}: {visit.about};" for visit in VISITS)
    yield ""


def _stage_cells(stage: Stage) -> list[str]:
    whole = stage.whole
    if whole is None:
        return [f"{stage.multiple:g}", str(stage.comers), *["none"] * 7]
    handed_in = sum(line.count - line.failed for line in stage.pages if "hand in" in line.name)
    return [
        f"{stage.multiple:g}", str(stage.comers), f"{whole.count / stage.seconds:.1f}",
        f"{handed_in / stage.seconds:.2f}", f"{whole.p50:.0f}", f"{whole.p95:.0f}",
        f"{whole.p99:.0f}", f"{whole.failed} of {whole.count}",
        "yes" if answers_well(stage) else "no",
    ]  # fmt: skip


def _cpu_cells(stage: Stage) -> list[str]:
    shares = [stage.cpu.get(group, 0.0) for group in GROUPS]
    whole = sum(shares) or 1.0
    each = [f"{share / stage.seconds:.2f} ({share / whole:.0%})" for share in shares]
    return [f"{stage.multiple:g}", *each, f"{whole / stage.seconds:.2f} of {os.cpu_count()}"]


def _knee_words(stages: Sequence[Stage]) -> str:
    bound = "p95 of all answers within 1 s and at most one failure in a hundred"
    knee = find_knee(stages)
    if knee is None:
        return f"**Knee:** no stage kept the bound ({bound})."
    last = " (the run went no further)" if knee is stages[-1] else ""
    words = f"{knee.multiple:g} x the peak hour is the last stage that kept the bound"
    return f"**Knee:** {words}{last}: {bound}."


def _line_table(title: str, lines: Sequence[Line]) -> list[str]:
    rows = [
        [line.name, str(line.count), str(line.failed),
         *(f"{value:.0f}" for value in (line.p50, line.p95, line.p99, line.worst))]
        for line in lines
    ]  # fmt: skip
    return list(_table((title, "count", "failed", "p50 ms", "p95 ms", "p99 ms", "worst ms"), rows))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|---" * len(head) + "|"
    yield from ("| " + " | ".join(row) + " |" for row in rows)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()

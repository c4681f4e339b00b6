"""Play a whole year through the real actions, under a virtual clock, and report what it took.

``./run year [--copied] [--cases N] [--seed N] [--processes 2] [--report FILE] [--keep DIR
[--resume]]``. With ``--copied`` the year is written by COPY instead, from one true life each.
The communes are shared out over the processes, so that no two wait for a case or a number of
the other. Outside systems answer from memory; documents, signatures (RSA-2048), encryption,
jobs and commits are real. The invariants are asked at the end: exit 1 at a breach.
"""

import argparse
import queue
import sys
import time
from dataclasses import replace
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench.cases import commit_rows
from bench.children import SPAWN, asking, in_child
from bench.year_city import city_of_a_year
from bench.year_copied import copy_year
from bench.year_parts import Going, Played, Task, play_part, set_up_year
from bench.year_report import Figures, look_at, primitives, write_report

_LINES: Final = 20


def main() -> int:
    """Play, ask, report."""
    asked = _arguments()
    task = Task(
        city=asked.city, year=asked.year, cases=asked.cases, seed=asked.seed, part=0,
        parts=asked.processes,
    )  # fmt: skip
    console = Console(stderr=True)
    with city_of_a_year(asked.keep, resume=asked.resume) as address:
        if asked.copied:
            text, is_sound = copy_year(task, address, console)
            return _tell(text, asked.report, is_sound=is_sound)
        began = time.monotonic()
        console.print("Setting the stage: tables, content, officers and their keys ...")
        in_child(set_up_year, task)
        set_up = time.monotonic() - began
        raw = asking(primitives, commit_rows)
        played = _play(task, console)
        console.print("Asking the invariants ...")
        seen = asking(look_at, address, asked.processes)
    figures = Figures(task=task, set_up=set_up, raw=raw, played=played, seen=seen)
    return _tell(write_report(figures), asked.report, is_sound=not figures.breaches)


def _tell(text: str, report: Path | None, *, is_sound: bool) -> int:
    if report is not None:
        report.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0 if is_sound else 1


def _play(task: Task, console: Console) -> list[Played]:
    barrier = SPAWN.Barrier(task.parts)
    told: Queue[Any] = SPAWN.Queue()
    clocks = SPAWN.Array("d", task.parts)
    running = [
        SPAWN.Process(target=play_part, args=(replace(task, part=part), barrier, told, clocks))
        for part in range(task.parts)
    ]
    for process in running:
        process.start()
    bars = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console,
    )  # fmt: skip
    played: list[Played] = []
    with bars:
        shown = bars.add_task("The year", total=task.cases)
        ended = dict.fromkeys(range(task.parts), 0)
        lines = _Lines(console=console, total=task.cases)
        while len(played) < task.parts:
            news = _next_news(told, running)
            if isinstance(news, Played):
                played.append(news)
                ended[news.part] = news.ended
            elif isinstance(news, Going):
                ended[news.part] = news.ended
                whole = sum(ended.values())
                bars.update(shown, completed=whole, description=f"{news.at:%d.%m.%Y}")
                lines.tell(whole, f"{news.at:%d.%m.%Y}")
            elif news is not None:
                raise SystemExit(str(news))
    for process in running:
        process.join()
    return sorted(played, key=lambda one: one.part)


def _next_news(told: "Queue[Any]", running: list[Any]) -> object:
    """Return the next message; nobody left to send one is a fault."""
    try:
        return told.get(timeout=5)
    except queue.Empty:
        if any(process.exitcode not in {None, 0} for process in running):
            return "A process of the year died."
        return None


class _Lines:
    """Lines in place of a bar, where the output is no screen."""

    def __init__(self, *, console: Console, total: int) -> None:
        self.console, self.total, self.said = console, total, 0
        self.began = time.monotonic()

    def tell(self, ended: int, day: str) -> None:
        """Say something at each twentieth."""
        step = ended * _LINES // max(self.total, 1)
        if not self.console.is_terminal and step > self.said:
            self.said = step
            rate = ended / (time.monotonic() - self.began)
            self.console.print(f"{day}: {ended} of {self.total} cases, {rate:.1f} a second")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run year", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--cases", type=int, default=20_000, help="cases of the year")
    parser.add_argument("--seed", type=int, default=2026, help="the same seed: the same plan")
    parser.add_argument("--processes", type=int, default=2, help="players, each with communes")
    parser.add_argument("--copied", action="store_true", help="by COPY, from true lives")
    parser.add_argument("--city", default="haiphong")
    parser.add_argument("--year", type=int, default=2026)
    parser.add_argument("--report", type=Path, help="write the report to this file as well")
    parser.add_argument("--keep", type=Path, help="keep database and files in this folder")
    parser.add_argument("--resume", action="store_true", help="go on with the year kept there")
    asked = parser.parse_args()
    if asked.resume and asked.keep is None:
        parser.error("--resume needs the folder that was kept: --keep DIR")
    return asked


if __name__ == "__main__":
    sys.exit(main())

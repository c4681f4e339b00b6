"""Drive the main job over HTTP as every actor; stop at the first thing that is wrong."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
from rich.console import Console

from haidang.config.demo.birth import Birth, Steps
from haidang.config.demo.office import Story
from haidang.config.demo.others import Business, Extract
from haidang.config.demo.visitors import Company, NotAsItShouldBe, expect

console = Console()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the check: its name, how long it took, whether it was as it should be."""

    name: str
    seconds: float
    ok: bool
    detail: str = ""


def drive(
    url: str,
    *,
    twins: Mapping[str, str],
    keep: Path,
    environment: Mapping[str, str] | None = None,
) -> list[Step]:
    """Drive the main job; papers and receipts are left in ``keep``.

    With the ``environment`` of the platform's processes, the audit is verified as well.
    """
    company = Company(url, twins)
    done: list[Step] = []
    try:
        for name, act in _steps(company, keep, environment):
            step = _take(name, act)
            done.append(step)
            _show(step)
            if not step.ok:
                break
    finally:
        company.close()
    return done


def _steps(
    company: Company, keep: Path, environment: Mapping[str, str] | None
) -> Iterator[tuple[str, Callable[[], str]]]:
    yield from Birth(Story(company, keep, "birth")).steps()
    yield from Extract(Story(company, keep, "extract")).steps()
    shops = (("double", "Hải Đăng Một"), ("lose", "Hải Đăng Hai"))
    for fault, name in shops:
        story = Story(company, keep, f"business-{fault}")
        yield from Business(story, fault=fault, name=name).steps()
    yield from _audit(environment)


def _audit(environment: Mapping[str, str] | None) -> Steps:
    if environment is None:
        return []
    return [("audit verified: every digest and seal", lambda: _verify_audit(environment))]


def _verify_audit(environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "haidang.config.cli", "audit", "verify"],
        env={**os.environ, **environment},  # noqa: TID251 - a child inherits it
        capture_output=True,
        text=True,
        check=False,
    )
    expect(done.returncode == 0, f"{done.stdout[-800:]}\n{done.stderr[-800:]}")
    return done.stdout.strip().splitlines()[-1]


def _take(name: str, act: Callable[[], str]) -> Step:
    began = time.monotonic()
    try:
        detail, is_good = act(), True
    except NotAsItShouldBe as error:
        detail, is_good = str(error), False
    except (httpx.HTTPError, LookupError, ValueError, TypeError, OSError) as error:
        detail, is_good = f"{type(error).__name__}: {error}", False
    return Step(name=name, seconds=time.monotonic() - began, ok=is_good, detail=detail)


def _show(step: Step) -> None:
    mark = "[green]✓[/]" if step.ok else "[red]✗[/]"
    console.print(f"{mark} {step.seconds:6.2f} s  {step.name}", highlight=False)
    if step.detail:
        console.print(f"            {step.detail}", style="dim", markup=False, highlight=False)

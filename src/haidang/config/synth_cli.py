"""The command ``haidang synth``."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from haidang.config.env import read_environment
from haidang.config.shares import ShareFailed, run_shares
from haidang.config.startup import bring_to_schema, set_up
from haidang.config.synth.shares import copy_cases, finish_copies, live_share

console = Console(stderr=True)


def synth(
    *,
    city: Annotated[str, typer.Option(help="The city of the content folder.")] = "haiphong",
    year: Annotated[int, typer.Option(help="The year that is made.")] = 2026,
    scale: Annotated[float, typer.Option(help="1: a million people, 956,000 cases.")] = 1.0,
    cases: Annotated[int, typer.Option(help="So many cases instead of a scale.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same year.")] = 2026,
    bulk: Annotated[
        bool,
        typer.Option("--bulk/--through-actions", help="Copy true lives, or live every case."),
    ] = True,
    processes: Annotated[int, typer.Option(min=1, help="Work in so many processes.")] = 2,
) -> None:
    """Make a synthetic year: people, officers and cases. SAMPLE DATA; a killed run goes on."""
    if not read_environment().sample:
        typer.echo("This fills an installation with sample data: set HAIDANG_SAMPLE=true.")
        raise typer.Exit(2)
    set_up()
    bring_to_schema(verbosity=0)
    from haidang.config.synth import stage  # noqa: PLC0415 - Django is set up only now

    wanted = cases or stage.cases_at(scale)
    console.print(f"{wanted} cases of {year}, seed {seed}: content, officers and keys first ...")
    given = {"city": city, "year": year, "cases": wanted, "seed": seed}
    stage.set_stage(**given)  # type: ignore[arg-type]  # the words above
    began = time.monotonic()
    try:
        if bulk:
            _copy(given, processes=processes, total=wanted, began=began)
        else:
            with _bar(wanted) as told:
                run_shares([live_share] * processes, given, told=told)
    except ShareFailed as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    console.print(f"Done in {time.monotonic() - began:,.0f} s. Now: haidang invariants")


def _copy(given: dict[str, Any], *, processes: int, total: int, began: float) -> None:
    with _bar(total) as told:
        copy_cases(given, processes=processes, told=told)
    console.print(f"{time.monotonic() - began:,.0f} s. Indexes and seals ...")
    finish_copies(given, processes=processes)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[object], None]]:
    bars = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console,
    )  # fmt: skip
    with bars:
        shown = bars.add_task("Cases", total=total)
        yield lambda more: bars.advance(shown, float(str(more)))

"""The command ``haidang synth``."""

import multiprocessing
import queue
import time
from collections.abc import Callable
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from haidang.config.env import read_environment
from haidang.config.startup import bring_to_schema, set_up

_SPAWN: Final = multiprocessing.get_context("spawn")
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
    set_stage = {"city": city, "year": year, "cases": wanted, "seed": seed}
    stage.set_stage(**set_stage)  # type: ignore[arg-type]  # the words above
    began = time.monotonic()
    if bulk:
        from haidang.config.synth import bulk as copying  # noqa: PLC0415 - as above

        copying.prepare()
        copying.drop_indexes()
    _work(_cast if bulk else _live, set_stage, processes=processes, total=wanted)
    if bulk:
        from haidang.config.synth.sealing import seal_all  # noqa: PLC0415 - as above

        console.print(f"{time.monotonic() - began:,.0f} s. Building the indexes ...")
        copying.build_indexes()
        console.print(f"{time.monotonic() - began:,.0f} s. Sealing the record ...")
        seal_all()
    console.print(f"Done in {time.monotonic() - began:,.0f} s. Now: haidang invariants")


def _work(part: Callable[..., None], given: dict[str, Any], *, processes: int, total: int) -> None:
    told: Any = _SPAWN.Queue()
    running = [
        _SPAWN.Process(target=part, args=(given, number, processes, told))
        for number in range(processes)
    ]
    for process in running:
        process.start()
    bars = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console,
    )  # fmt: skip
    with bars:
        shown = bars.add_task("Cases", total=total)
        while any(process.is_alive() for process in running) or not told.empty():
            try:
                bars.advance(shown, told.get(timeout=1))
            except queue.Empty:
                continue
    if any(process.exitcode for process in running):
        raise typer.Exit(1)


def _cast(given: dict[str, Any], part: int, parts: int, told: Any) -> None:  # noqa: ANN401 - a queue
    """Copy the cases of one part, in a process of its own."""
    set_up()
    from haidang.config.synth import bulk, stage  # noqa: PLC0415 - Django is set up only now

    ready = stage.find_stage(**given)
    moulds = bulk.make_moulds(ready, unit=ready.year.units[part])
    bulk.cast_part(ready, moulds, part=part, parts=parts, told=told.put)


def _live(given: dict[str, Any], part: int, parts: int, told: Any) -> None:  # noqa: ANN401 - as above
    """Live the cases of one part, in a process of its own."""
    set_up()
    from haidang.config.synth import stage  # noqa: PLC0415 - Django is set up only now

    ready = stage.find_stage(**given)
    ready.player(part, parts).play(ready.plans(), ended=lambda _at: told.put(1))

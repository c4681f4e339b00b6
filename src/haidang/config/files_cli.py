"""The command ``haidang files copy``: from one store of files to another."""

from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from haidang.config.startup import set_up

commands = typer.Typer(no_args_is_help=True, help="Where encrypted files lie.")
console = Console(stderr=True)


@commands.callback()
def about() -> None:
    """Where encrypted files lie."""


@commands.command()
def copy(
    *,
    to: Annotated[str, typer.Option(help="Name of the store to copy to: s3, folder.")],
    source: Annotated[str, typer.Option("--from", help="Name of the present store.")] = "folder",
) -> None:
    """Copy every file and prove that both stores hold the same; may be broken off and repeated."""
    set_up()
    from haidang.blocks.vault import public as vault  # noqa: PLC0415 - Django is set up only now
    from haidang.kernel.actors import system  # noqa: PLC0415 - beside the other

    counted: Counter[str] = Counter()
    bars = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console,
    )  # fmt: skip
    with bars:
        shown = bars.add_task("Files", total=2 * vault.count_files())
        for step in vault.copy_files(source=source, target=to, actor=system("operator")):
            counted[step.outcome] += 1
            bars.update(shown, advance=1)
            if step.outcome in {"missing", "differs"}:
                typer.echo(f"{step.file_id}: {step.outcome}")
    typer.echo(", ".join(f"{number} {outcome}" for outcome, number in sorted(counted.items())))
    raise typer.Exit(1 if counted["missing"] or counted["differs"] else 0)

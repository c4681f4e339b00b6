"""The commands ``haidang export`` and ``haidang import-kit``: leave with all, arrive whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from haidang.config.startup import set_up
from haidang.kernel.actors import system

Advance = Callable[[str, int], None]
console = Console()


def export(
    folder: Annotated[Path, typer.Argument(help="An empty folder for the kit.")],
    *,
    owner: Annotated[Path, typer.Option(help="Certificate (PEM, RSA) of who may open the kit.")],
    signer: Annotated[str, typer.Option(help="Code of the agency that signs the manifest.")],
    everything: Annotated[
        bool, typer.Option("--all", help="All that holds truth; there is no smaller kit.")
    ] = True,
) -> None:
    """Write a signed kit of all data, documents, content and rules, for another system."""
    if not everything:
        raise typer.BadParameter("A kit holds everything.")
    set_up()
    from haidang.blocks.signing import public as signing  # noqa: PLC0415 - Django is set up only now
    from haidang.config.exit_kit.export import export_kit  # noqa: PLC0415 - as above
    from haidang.config.exit_kit.parts import read_owner  # noqa: PLC0415 - as above

    with _progress() as advance:
        parts = export_kit(
            folder,
            owner=read_owner(owner),
            signer=signing.Holder(kind="agency", code=signer),
            actor=system("exit-kit"),
            progress=advance,
        )
    rows = sum(part.rows for part in parts if part.kind == "rows")
    files = sum(part.rows for part in parts if part.kind == "documents")
    size = sum(part.size for part in parts) / 1_000_000
    console.print(f"{rows:,} rows and {files:,} documents in {len(parts):,} files, {size:,.1f} MB")


def import_kit(
    folder: Annotated[Path, typer.Argument(help="The kit.")],
    *,
    owner: Annotated[Path, typer.Option(help="The owner's certificate (PEM).")],
    key: Annotated[Path, typer.Option(help="The owner's private key (PEM).")],
    root: Annotated[list[Path], typer.Option(help="Root that the kit's signature must lead to.")],
    password: Annotated[
        str, typer.Option(envvar="HAIDANG_KIT_PASSWORD", help="Password of the private key.")
    ] = "",
    only_check: Annotated[
        bool, typer.Option("--check", help="Check the kit, write nothing.")
    ] = False,
) -> None:
    """Fill an empty installation from a kit, whole or not at all."""
    set_up()
    from haidang.config.exit_kit.loading import check_kit, import_kit  # noqa: PLC0415 - as above
    from haidang.config.exit_kit.parts import KitFaulty, read_owner  # noqa: PLC0415 - as above

    roots = [path.read_bytes() for path in root]
    try:
        with _progress() as advance:
            if only_check:
                parts = check_kit(folder, roots=roots, progress=advance)
                console.print(f"{len(parts):,} files are what the manifest says.")
                return
            rows = import_kit(
                folder,
                owner=read_owner(owner, key, password=password),
                roots=roots,
                actor=system("exit-kit"),
                progress=advance,
            )
    except KitFaulty as error:
        console.print(f"REFUSED {error}", style="bold red")
        raise typer.Exit(1) from error
    console.print(f"{rows:,} rows are in. Now: haidang catalog reindex, enrol signing keys anew.")


@contextmanager
def _progress() -> Iterator[Advance]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def advance(what: str, number: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=None)
            shown.advance(tasks[what], number)

        yield advance

"""The command ``haidang invariants``."""

import time
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from haidang.config.startup import set_up

console = Console()


def check(
    only: Annotated[
        list[str] | None,
        typer.Argument(help="Names, or the beginnings of names: money, cases.none_lost."),
    ] = None,
    *,
    at_rest: Annotated[
        bool, typer.Option(help="Also what holds only when no work that is due is left.")
    ] = True,
    contents: Annotated[
        bool, typer.Option(help="Recompute every digest and root of the record as well.")
    ] = False,
    processes: Annotated[
        int, typer.Option(min=1, help="Recompute the record by so many processes.")
    ] = 1,
    names: Annotated[
        bool, typer.Option("--list", help="Only list the invariants and what breaks them.")
    ] = False,
) -> None:
    """Check what must hold at any size: 0 lost, 0 doubled, 0 stuck; exit 1 at a breach."""
    set_up()
    from django.db import connection  # noqa: PLC0415 - Django is set up only now

    from haidang.config.invariants.checking import INVARIANTS, check_invariants  # noqa: PLC0415
    from haidang.config.invariants.record import find_record_faults  # noqa: PLC0415 - as above

    if names:
        for invariant in INVARIANTS:
            typer.echo(f"{invariant.name}: {invariant.sentence}")
        return
    table = Table("invariant", "breaches", "seconds")
    broken = []
    with connection.cursor() as cursor:
        for finding in check_invariants(cursor, at_rest=at_rest, only=only or ()):
            table.add_row(finding.invariant, str(finding.breaches), f"{finding.seconds:.1f}")
            if not finding.holds:
                broken.append(str(finding))
    if contents:
        began = time.perf_counter()
        faults = find_record_faults(processes=processes)
        spent = f"{time.perf_counter() - began:.1f}"
        table.add_row("audit.contents", str(len(faults)), spent)
        broken.extend(f"audit.contents: {fault}" for fault in faults)
    console.print(table)
    for breach in broken:
        typer.echo(f"BREACH {breach}")
    raise typer.Exit(1 if broken else 0)

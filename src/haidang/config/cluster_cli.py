"""The commands ``haidang cluster``: several servers on one machine, and the change of roles."""

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from haidang.config import cluster
from haidang.config.startup import set_up

commands = typer.Typer(
    no_args_is_help=True, help="PostgreSQL as a primary and two replicas, on three ports."
)
console = Console()
_NODES: Final = 3
Folder = Annotated[Path, typer.Argument(help="Folder of the group.")]


@commands.command()
def up(
    folder: Folder,
    *,
    port: Annotated[int, typer.Option(help="Port of the first node of a new group.")] = 5441,
) -> None:
    """Start the group; the first time, make the primary and clone two replicas from it."""
    is_new = not (folder / "cluster.json").exists()
    if is_new:
        cluster.plan_group(folder, ports=range(port, port + _NODES))
    group = cluster.load_group(folder)
    cluster.take_up(group)
    _show(group)
    typer.echo(f"DATABASE_URL='{group.primary_url()}'")
    typer.echo(f"HAIDANG_REPLICA_URLS='{group.replica_urls()}'")


@commands.command()
def status(folder: Folder) -> None:
    """Print who is primary and how far behind each replica is; exit 1 unless all is well."""
    group = cluster.load_group(folder)
    standings = _show(group)
    primary = cluster.find_primary(standings)
    is_well = primary is not None and len(primary.fed) == len(group.nodes) - 1
    raise typer.Exit(0 if is_well else 1)


@commands.command()
def failover(
    folder: Folder,
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Go on although too few replicas answer.")
    ] = False,
    leave: Annotated[
        bool, typer.Option("--leave", help="Let the former primary lie for an inquiry.")
    ] = False,
) -> None:
    """Stop the primary, make the newest replica the primary, make the former one a replica."""
    group = cluster.load_group(folder)
    done = cluster.fail_over(group, force=force)
    typer.echo(f"{done.after.name} takes writes after {done.seconds:.1f} s.")
    if done.before is not None and not leave:
        typer.echo(f"{done.before.name} {cluster.rejoin(group, done.before)}, now a replica.")
    _show(group)


@commands.command()
def rejoin(folder: Folder, node: str) -> None:
    """Make a node that fell out a replica of the present primary."""
    group = cluster.load_group(folder)
    typer.echo(f"{node} {cluster.rejoin(group, group.node(node))}, now a replica.")


@commands.command()
def down(
    folder: Folder,
    *,
    forget: Annotated[
        bool, typer.Option("--forget", help="Remove the data of all nodes as well.")
    ] = False,
) -> None:
    """Stop every node of the group."""
    cluster.take_down(cluster.load_group(folder), forget=forget)


@commands.command()
def layout(
    *,
    sql: Annotated[
        bool, typer.Option("--sql", help="Print the statements that make the tables ready.")
    ] = False,
) -> None:
    """Print which tables are ready for a layout by city (planned, with Citus), and what lacks."""
    set_up()
    from haidang.config.cluster.layout import steps, table_states  # noqa: PLC0415 - Django is set up only now

    if sql:
        for step in steps():
            typer.echo(f"{step};")
        return
    states = table_states()
    table = Table("table", "belongs to", "ready", "lacks")
    for one in states:
        table.add_row(one.table, one.kind or "?", "no" if one.lacks else "yes",
                      ", ".join(one.lacks))  # fmt: skip
    console.print(table)
    ready = sum(not one.lacks for one in states)
    typer.echo(f"{ready} of {len(states)} tables are ready.")


def _show(group: cluster.Group) -> list[cluster.Standing]:
    standings = cluster.ask_all(group)
    primary = cluster.find_primary(standings)
    table = Table("node", "port", "role", "bytes behind on disk", "bytes behind for readers",
                  "feeds")  # fmt: skip
    for one in standings:
        is_behind = primary is not None and one.role == "replica"
        end = primary.kept if primary is not None else 0
        table.add_row(
            one.node.name,
            str(one.node.port),
            one.role,
            f"{max(end - one.kept, 0):,}" if is_behind else "",
            f"{max(end - one.replayed, 0):,}" if is_behind else "",
            ", ".join(one.fed),
        )
    console.print(table)
    return standings

"""The command line ``haidang``."""

from pathlib import Path
from typing import Annotated

import typer
from django.core.management import call_command
from rich.console import Console
from rich.table import Table

from haidang.config import demo as demonstration
from haidang.config.backup.cli import commands as backup_commands
from haidang.config.backup.cli import restore
from haidang.config.catalog_cli import commands as catalog_commands
from haidang.config.city_cli import commands as city_commands
from haidang.config.cluster_cli import commands as cluster_commands
from haidang.config.demo.visitors import one_time_code
from haidang.config.doctor.cli import doctor
from haidang.config.env import describe_settings, read_environment
from haidang.config.files_cli import commands as files_commands
from haidang.config.invariants_cli import check as check_invariants
from haidang.config.kit_cli import export, import_kit
from haidang.config.migrating import Patience
from haidang.config.postgres import stop as stop_database
from haidang.config.retention.cli import retention
from haidang.config.search_cli import reindex, search
from haidang.config.serving.cli import serve
from haidang.config.startup import bring_to_schema, set_up
from haidang.config.synth_cli import synth
from haidang.config.watching.cli import commands as metrics_commands
from haidang.config.watching.start import start_watching

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
packages = typer.Typer(no_args_is_help=True, help="Check packages of content.")
audit_commands = typer.Typer(no_args_is_help=True, help="The record of acts.")
settings_commands = typer.Typer(no_args_is_help=True, help="The settings and their meaning.")
app.command("export")(export)
app.command("import-kit")(import_kit)
catalog_commands.command("search")(search)
catalog_commands.command("reindex")(reindex)
app.add_typer(packages, name="packages")
app.add_typer(catalog_commands, name="catalog")
app.add_typer(city_commands, name="city")
app.add_typer(cluster_commands, name="cluster")
app.add_typer(files_commands, name="files")
app.add_typer(audit_commands, name="audit")
app.add_typer(settings_commands, name="settings")
app.add_typer(metrics_commands, name="metrics")
app.command("invariants")(check_invariants)
app.add_typer(backup_commands, name="backup")
app.command("restore")(restore)
app.command("retention")(retention)
app.command("doctor")(doctor)
app.command("synth")(synth)
app.command("serve")(serve)
console = Console()


@app.command()
def demo(
    *,
    check: Annotated[
        bool, typer.Option(help="Drive the main job as every actor, then stop.")
    ] = False,
    keep: Annotated[Path | None, typer.Option(help="Keep documents and report.json here.")] = None,
    port: Annotated[int, typer.Option(help="Port of the web server.")] = 8000,
) -> None:
    """Start a whole city with sample data: database, web, worker and sandbox twins."""
    raise typer.Exit(demonstration.run(check=check, keep=keep, port=port, reload=False))


@app.command()
def dev(*, port: int = 8000) -> None:
    """Do as demo does, with a web server that reloads changed code."""
    raise typer.Exit(demonstration.run(check=False, keep=None, port=port, reload=True))


@app.command()
def migrate(
    *,
    lock_seconds: Annotated[
        float, typer.Option(min=0.01, help="Give way when a lock is not had within so long.")
    ] = 0.5,
    tries: Annotated[int, typer.Option(min=1, help="Try so often to get a lock.")] = 60,
) -> None:
    """Bring the database to the present schema while the city works."""
    set_up()
    patience = Patience(lock_seconds=lock_seconds, tries=tries)
    bring_to_schema(verbosity=1, patience=patience, say=typer.echo)


@app.command()
def manage(arguments: list[str]) -> None:
    """Run one of Django's own commands."""
    set_up()
    call_command(*arguments)


@app.command()
def worker(
    *,
    concurrency: int = 4,
    drain_seconds: Annotated[
        int, typer.Option(help="When asked to stop: finish begun jobs for so long.")
    ] = 30,
) -> None:
    """Run the background jobs until stopped; then take no new ones and finish those begun."""
    set_up()
    start_watching(read_environment())
    from haidang.config.serving.worker import run_worker  # noqa: PLC0415 - Django is set up only now

    run_worker(concurrency=concurrency, drain_seconds=drain_seconds)


@app.command()
def code() -> None:
    """Print the six digits of this moment for the sample officers of the demonstration."""
    typer.echo(one_time_code())


@app.command()
def stop() -> None:
    """Stop the embedded database."""
    stop_database(read_environment().data_dir)


@app.command()
def seed(
    *,
    sample: Annotated[bool, typer.Option(help="Also sample people and officers.")] = False,
    migrate_first: Annotated[
        bool, typer.Option("--migrate", help="First bring the database to the present schema.")
    ] = False,
) -> None:
    """Publish the content and install the cities; with --sample, sample data as well."""
    set_up()
    if migrate_first:
        bring_to_schema(verbosity=0)
    from haidang.config import seeding  # noqa: PLC0415 - Django is set up only now

    for line in seeding.seed(sample=sample):
        console.print(line)


@packages.command("check")
def check_packages(folder: Path) -> None:
    """Check a folder of content like a compiler: every fault with file, line and hint."""
    from haidang.config import content  # noqa: PLC0415 - Django is set up only now

    raise typer.Exit(content.check(folder, write=typer.echo))


@audit_commands.command("verify")
def verify_audit() -> None:
    """Recompute every digest and seal; exit 1 when something was changed."""
    set_up()
    from haidang.blocks.audit import public as audit  # noqa: PLC0415 - Django is set up only now

    while audit.seal_entries(newest=None):
        pass
    outcome = audit.verify()
    typer.echo(
        f"{outcome.entries} entries, {outcome.seals} seals, {outcome.unsealed} not sealed yet"
    )
    for fault in outcome.faults:
        typer.echo(f"FAULT {fault}")
    raise typer.Exit(0 if outcome.is_unbroken else 1)


@settings_commands.command("list")
def list_settings() -> None:
    """Print every setting with its type, default and meaning."""
    table = Table("setting", "type", "default", "meaning")
    for row in describe_settings():
        table.add_row(*row)
    console.print(table)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()

"""The command ``haidang doctor``."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape

from haidang.config.doctor import machine
from haidang.config.doctor.findings import Finding, exit_status, fail, run
from haidang.config.env import Environment, SettingsError, read_environment
from haidang.config.postgres import PostgresError
from haidang.config.startup import set_up

console = Console()
_COLOURS: Final = {"ok": "green", "warn": "yellow", "fail": "red"}


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    only: Annotated[str, typer.Option(help="Only checks whose names begin so.")] = "",
) -> None:
    """Look at everything that an operator needs; exit 0 well, 1 with warnings, 2 with faults."""
    found = [one for one in examine() if one.check.startswith(only)]
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        for one in found:
            _show(one)
        counts = [f"{sum(one.state == state for one in found)} {state}" for state in _COLOURS]
        console.print(", ".join(counts))
    raise typer.Exit(exit_status(found))


def examine() -> Iterator[Finding]:
    """Look at everything; what depends on the database only when it is there."""
    try:
        env = read_environment()
    except SettingsError as error:
        yield fail("settings", str(error), "Mend them: haidang settings list.")
        return
    yield from run(
        (
            machine.check_settings, machine.check_secrets, machine.check_disk,
            machine.check_fonts, machine.check_browser_parts, machine.check_recognition,
        ),
        env,
    )  # fmt: skip
    yield from _examine_running(env)


def _examine_running(env: Environment) -> Iterator[Finding]:
    try:
        set_up()
    except PostgresError as error:
        yield fail("database", str(error), "See the database's log.")
        return
    from haidang.config.doctor import database, outside, work  # noqa: PLC0415 - Django is set up only now

    yield from run(
        (
            database.check_database, database.check_migrations, database.check_indexes,
            database.check_replication,
            work.check_workers, work.check_queue, work.check_seals, work.check_keys,
            outside.check_systems, outside.check_mail, outside.check_backups,
        ),
        env,
    )  # fmt: skip


def _show(one: Finding) -> None:
    colour = _COLOURS[one.state]
    console.print(f"[{colour}]{one.state:<5}[/]{one.check:<22}{escape(one.told)}", soft_wrap=True)
    if one.cure:
        console.print(f"{'':<27}-> {escape(one.cure)}", soft_wrap=True)

"""The commands ``haidang catalog …`` of the national catalogue."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

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
from rich.table import Table

from haidang.config.postgres import stop as stop_database
from haidang.config.startup import bring_to_schema, set_up

if TYPE_CHECKING:
    from haidang.domain.catalog.public import ImportOutcome

_STAGES: Final[Mapping[str, str]] = {
    "read": "Reading lines",
    "judge": "Judging records",
    "publish": "Publishing",
}
_SNAPSHOT: Final = "2026-07-20"
_SHOWN_CHANGES: Final = 200
console = Console()
commands = typer.Typer(
    no_args_is_help=True, help="Import, confirm, rehearse and search procedures."
)


@commands.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="The national catalogue as JSON Lines.")],
    *,
    stage_only: Annotated[bool, typer.Option(help="Leave publishing to the stewards.")] = False,
    snapshot: Annotated[
        str, typer.Option(help="Day on which the file was taken from the portal.")
    ] = _SNAPSHOT,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Read the national catalogue into staging and publish what is sure."""
    if not file.is_file():
        typer.echo(f"{file}: there is no such file.", err=True)
        raise typer.Exit(2)
    set_up()
    outcome = _import(file, publish=not stage_only, snapshot=date.fromisoformat(snapshot))
    if as_json:
        typer.echo(json.dumps(figures_of(outcome), ensure_ascii=False))
    else:
        _print_outcome(outcome)
    raise typer.Exit(1 if outcome.faults else 0)


@commands.command("confirm")
def confirm(
    codes: Annotated[list[str] | None, typer.Argument(help="Codes of procedures.")] = None,
    *,
    clean: Annotated[bool, typer.Option(help="All records without flags of weight.")] = False,
    username: Annotated[str, typer.Option("--as", help="The steward who confirms.")],
) -> None:
    """Confirm safe readings as a steward; revisions without open points are published."""
    set_up()
    from haidang.config import stewards  # noqa: PLC0415 - Django is set up only now

    lines, code = stewards.confirm(codes or [], clean=clean, username=username)
    for line in lines:
        typer.echo(line)
    raise typer.Exit(code)


@commands.command("show")
def show(code: str) -> None:
    """Show one staged record: its flags, the safe reading and what a steward said."""
    set_up()
    from haidang.config import stewards  # noqa: PLC0415 - Django is set up only now

    for line in stewards.describe(code):
        typer.echo(line)


@commands.command("rehearse")
def rehearse(
    file: Annotated[
        Path | None,
        typer.Argument(help="The national catalogue; its rehearsal has a city of its own."),
    ] = None,
    *,
    count: Annotated[int, typer.Option(help="How many procedures, chosen at random.")] = 100,
    seed: Annotated[int, typer.Option(help="Where the choice begins.")] = 1,
    every: Annotated[bool, typer.Option("--all", help="Every procedure.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print outcomes as JSON.")] = False,
) -> None:
    """Submit real procedures with sample evidence and finish each to a signed result."""
    chosen = None if every else count
    with _own_city(file):
        set_up()
        if file is not None:
            _prepare(file)
        from haidang.config.rehearsal import run  # noqa: PLC0415 - Django is set up only now

        code = run(count=chosen, seed=seed, as_json=as_json)
    raise typer.Exit(code)


@contextmanager
def _own_city(file: Path | None) -> Iterator[None]:
    """Keep the rehearsal of a file in a database and folder of its own, gone afterwards."""
    if file is None:
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="haidang-rehearsal-"))
    folder.chmod(0o755)
    own = {"HAIDANG_SAMPLE": "true", "HAIDANG_DATA_DIR": str(folder), "DATABASE_URL": ""}
    os.environ.update(own)  # noqa: TID251 - the settings of this process, before they are read
    try:
        yield
    finally:
        stop_database(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(file: Path) -> None:
    """Bring the new database to the schema, publish the content, import the file."""
    from haidang.config.seeding import seed  # noqa: PLC0415 - Django is set up only now

    bring_to_schema(verbosity=0)
    for _line in seed(sample=True):
        pass
    _import(file, publish=True, snapshot=date.fromisoformat(_SNAPSHOT))


def figures_of(outcome: "ImportOutcome") -> dict[str, object]:
    """Return the figures of an import for machines."""
    return {
        "records": outcome.records,
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "gone": list(outcome.gone),
        "own_package": list(outcome.own),
        "published": outcome.published,
        "levels": dict(outcome.levels),
        "channels": dict(outcome.channels),
        "traps": dict(outcome.traps),
        "without_flags": outcome.clean,
        "faults": [
            {"line": fault.line, "problems": [dict(one.message) for one in fault.problems]}
            for fault in outcome.faults
        ],
        "differences": [
            {
                "code": one.code,
                "waits": one.waits,
                "changes": [
                    {"field": each.path, "old": each.old, "new": each.new} for each in one.changes
                ],
            }
            for one in outcome.differences
        ],
        "seconds": round(outcome.seconds, 2),
        "records_per_second": round(_pace(outcome), 1),
    }


def _import(file: Path, *, publish: bool, snapshot: date) -> "ImportOutcome":
    from haidang.domain.catalog import public as catalog  # noqa: PLC0415 - Django is set up only now
    from haidang.kernel.actors import system  # noqa: PLC0415 - as above

    content = file.read_bytes()
    source = catalog.ImportFile(
        name=file.name,
        sha256=hashlib.sha256(content).hexdigest(),
        lines=content.splitlines(),
        snapshot_on=snapshot,
    )
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    shown: dict[str, TaskID] = {}

    def hear(stage: str, done: int, total: int) -> None:
        if stage not in shown:
            shown[stage] = bars.add_task(_STAGES[stage], total=total)
        bars.update(shown[stage], completed=done, total=total)

    with bars:
        return catalog.import_records(
            source, publish=publish, actor=system("catalog"), progress=hear
        )


def _print_outcome(outcome: "ImportOutcome") -> None:
    _print_faults(outcome)
    _print_differences(outcome)
    console.print(_table(outcome))
    if outcome.own:
        console.print(f"Has its own package, not replaced: {', '.join(outcome.own)}.")
    if outcome.gone:
        console.print(f"No longer in the file, kept as published: {', '.join(outcome.gone[:40])}.")
    if outcome.changed_nothing:
        console.print("Nothing has changed: every record is known and published as it stands.")


def _print_faults(outcome: "ImportOutcome") -> None:
    for fault in outcome.faults:
        for problem in fault.problems:
            typer.echo(f"line {fault.line}: {problem.path or '/'} {problem.text('en')}", err=True)


def _table(outcome: "ImportOutcome") -> Table:
    table = Table("figure", "value", title="National catalogue")
    for name, value in (
        ("records", outcome.records), ("new", outcome.new), ("changed", outcome.changed),
        ("unchanged", outcome.unchanged), ("gone from the file", len(outcome.gone)),
        ("lines with faults", len(outcome.faults)), ("published now", outcome.published),
        ("with its own package", len(outcome.own)), ("without flags", outcome.clean),
    ):  # fmt: skip
        table.add_row(name, f"{value:,}")
    for kind, counts in (
        ("level", outcome.levels), ("channel", outcome.channels), ("trap", outcome.traps),
    ):  # fmt: skip
        for name, count in counts.items():
            table.add_row(f"{kind} {name}", f"{count:,}")
    table.add_row("seconds", f"{outcome.seconds:.1f}")
    table.add_row("records per second", f"{_pace(outcome):.0f}")
    return table


def _print_differences(outcome: "ImportOutcome") -> None:
    for one in outcome.differences[:_SHOWN_CHANGES]:
        note = " (waits to be confirmed again)" if one.waits else ""
        console.print(f"{one.code}{note}", highlight=False, markup=False)
        for each in one.changes:
            text = f"  {each.path}: {_cut(each.old)} -> {_cut(each.new)}"
            console.print(text, highlight=False, markup=False)


def _cut(text: str) -> str:
    return f"“{text[:77]}…”" if len(text) > 80 else f"“{text}”"


def _pace(outcome: "ImportOutcome") -> float:
    return outcome.records / outcome.seconds if outcome.seconds else 0.0

"""The commands ``haidang backup …`` and ``haidang restore``."""

import os
import shlex
import signal
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from haidang.config.backup.archive import follow, is_receiving
from haidang.config.backup.digests import (
    TableDigest,
    as_json,
    differences,
    from_json,
    take_content,
)
from haidang.config.backup.drill import DrillReport, Return
from haidang.config.backup.drill import drill as run_drill
from haidang.config.backup.files import FOLDER
from haidang.config.backup.restore import Restored
from haidang.config.backup.restore import restore as bring_back
from haidang.config.backup.server import BackupError, server_of
from haidang.config.backup.store import Store, find_damage, list_backups
from haidang.config.backup.store import prune as prune_store
from haidang.config.backup.take import take as take_base
from haidang.config.env import read_environment
from haidang.config.postgres import ensure_running
from haidang.config.startup import set_up
from haidang.kernel import clock

console = Console()
commands = typer.Typer(
    no_args_is_help=True, help="Backups: take them, follow, list, check, rehearse the way back."
)
_Folder = Annotated[
    Path | None, typer.Argument(help="The backup folder; without: HAIDANG_BACKUP_DIR.")
]
_MEGABYTE = 1024 * 1024


@commands.command("take")
def take(folder: _Folder = None) -> None:
    """Copy the running cluster, the files and the keys; print what was kept."""
    store = _store(folder)
    env = read_environment()
    set_up()
    manifest = take_base(env, store)
    from haidang.config.backup.settle import forget_shredded  # noqa: PLC0415 - Django is set up only now

    forgotten = forget_shredded(store)
    console.print(
        f"{manifest.label}: {manifest.size / _MEGABYTE:,.1f} MB of cluster, {manifest.files:,} "
        f"files ({manifest.file_bytes / _MEGABYTE:,.1f} MB), {forgotten} shredded ones removed."
    )
    if not env.backup_passphrase:
        console.print("Keys and secrets are NOT in it: HAIDANG_BACKUP_PASSPHRASE is not set.")
    with server_of(env).connect() as connection:
        if not is_receiving(connection):
            console.print(
                "The log is NOT being followed: only this moment can be restored. "
                "Run: haidang backup follow"
            )


@commands.command("follow")
def follow_on(
    folder: _Folder = None,
    *,
    every: Annotated[float, typer.Option(help="Look for new files after so many seconds.")] = 1.0,
) -> None:
    """Keep the log and the new files as they are written, until stopped."""
    env = read_environment()
    stopped: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if env.files_provider != FOLDER:
        set_up()
    elif not env.database_url:
        ensure_running(env.data_dir)
    follow(env, _store(folder), every=every, goes_on=lambda: not stopped)


@commands.command("list")
def list_all(
    folder: _Folder = None,
    *,
    check: Annotated[bool, typer.Option(help="Also recompute every digest.")] = False,
) -> None:
    """List the backups, oldest first; exit 1 when one is damaged."""
    store = _store(folder)
    table = Table("backup", "finished", "PostgreSQL", "cluster", "files", "keys", "state")
    damaged = False
    for one in list_backups(store):
        faults = find_damage(store, one) if check else []
        damaged = damaged or bool(faults)
        table.add_row(
            one.label, clock.local(one.ended_at).isoformat(timespec="seconds"), one.major,
            f"{one.size / _MEGABYTE:,.1f} MB", f"{one.files:,}",
            "yes" if "keys.sealed" in one.digests else "no",
            "; ".join(faults) or ("whole" if check else "not checked"),
        )  # fmt: skip
    console.print(table)
    raise typer.Exit(1 if damaged else 0)


@commands.command("prune")
def prune(
    folder: _Folder = None,
    *,
    keep: Annotated[int, typer.Option(min=1, help="How many of the newest backups stay.")] = 14,
) -> None:
    """Remove older backups, and the log that only they need."""
    removed = prune_store(_store(folder), keep=keep)
    console.print(f"{len(removed)} removed: {', '.join(removed[:20]) or 'nothing'}")


@commands.command("digest")
def digest(
    *, machine: Annotated[bool, typer.Option("--json", help="Print it for machines.")] = False
) -> None:
    """Print rows and a digest of every table at one exact instant."""
    set_up()
    content = take_content(server_of(read_environment()))
    if machine:
        typer.echo(as_json(content))
        return
    table = Table("table", "rows", "digest", title=f"at {content.at.isoformat()}")
    for name, one in content.tables.items():
        table.add_row(name, f"{one.rows:,}", one.digest)
    console.print(table)
    console.print(f"Writers waited for {content.pause_ms:.0f} ms.")


@commands.command("settle", hidden=True)
def settle(folder: _Folder = None) -> None:
    """Check a restored installation from within; the settings name it."""
    raise typer.Exit(_settle(_store(folder)))


@commands.command("drill")
def drill(
    *,
    seconds: Annotated[float, typer.Option(help="Go on writing for so long.")] = 10.0,
    writers: Annotated[int, typer.Option(help="Processes that write.")] = 2,
    seeded: Annotated[bool, typer.Option(help="With the sample city and its content.")] = False,
    command: Annotated[
        str, typer.Option(help="A command of haidang that writes, in place of the drill's own.")
    ] = "",
    postgres: Annotated[
        str, typer.Option(help="Major version of PostgreSQL, where several are installed.")
    ] = "",
    http: Annotated[
        bool, typer.Option("--http", help="Serve the sample city; people hand in cases.")
    ] = False,
) -> None:
    """Back up under writes, destroy, restore, compare every table; exit 0 when all is equal."""
    report = run_drill(
        seconds=seconds,
        writers=writers,
        seeded=seeded,
        command=shlex.split(command),
        major=postgres,
        http=http,
    )
    _show(report)
    raise typer.Exit(0 if report.passed else 1)


def restore(
    folder: Annotated[Path, typer.Argument(help="The backup folder.")],
    into: Annotated[Path, typer.Argument(help="A new data folder; it must be empty.")],
    *,
    to: Annotated[str, typer.Option(help="The instant, as 2026-11-30T14:05:00+07:00.")] = "",
    latest: Annotated[bool, typer.Option("--latest", help="As late as the log goes.")] = False,
    expect: Annotated[
        Path | None, typer.Option(help="What `haidang backup digest --json` printed then.")
    ] = None,
    found: Annotated[
        Path | None, typer.Option(help="Write rows and digests of what came back here.")
    ] = None,
) -> None:
    """Bring an installation back into a new folder and cluster, and check it; touch no other."""
    if bool(to) == latest:
        typer.echo("Say either --to INSTANT or --latest.", err=True)
        raise typer.Exit(2)
    env = read_environment()
    store = _store(folder)
    restored = bring_back(
        store, into.resolve(), at=_instant(to) if to else None, passphrase=env.backup_passphrase
    )
    wrong = _compare(restored, expect, found) if expect or found else []
    for name in wrong:
        console.print(f"FAULT {name}: is not as it was")
    _tell(restored)
    status = _settle_there(restored, store) if restored.has_keys or env.field_key else 0
    raise typer.Exit(1 if wrong else status)


def _settle_there(restored: Restored, store: Store) -> int:
    there = {
        "HAIDANG_DATA_DIR": str(restored.data_dir), "DATABASE_URL": restored.database_url,
        "HAIDANG_FILES_PROVIDER": FOLDER,
    }  # fmt: skip
    os.environ.update(there)  # noqa: TID251 - the settings of this process, before they are read
    return _settle(store)


def _settle(store: Store) -> int:
    set_up()
    from haidang.config.backup.settle import settle as check  # noqa: PLC0415 - Django is set up only now

    found = check(store)
    console.print(
        f"{found.files:,} files opened and equal to their hashes, {len(found.damaged)} damaged; "
        f"{found.removed} later ones removed, {found.shredded_again} shredded again.\n"
        f"Record of acts: {found.entries:,} entries, {found.seals:,} seals, "
        f"{len(found.faults)} faults."
    )
    for fault in (*found.damaged, *found.faults):
        console.print(f"FAULT {fault}", markup=False)
    return 0 if found.holds else 1


def _tell(restored: Restored) -> None:
    console.print(f"Restored from {restored.base.label} in {restored.seconds:.1f} s.")
    console.print(f"Start the installation with HAIDANG_DATA_DIR={restored.data_dir}")
    if restored.database_url:
        console.print(f"and DATABASE_URL={restored.database_url}", markup=False)
    if read_environment().files_provider != FOLDER:
        console.print(
            "Its files lie in its folder: set HAIDANG_FILES_PROVIDER=folder, or bring them into "
            "object storage with `haidang files copy --to s3`."
        )
    if not restored.has_keys:
        console.print(
            "Keys and secrets were not brought back: lay keys/ and secrets/ into it, or name "
            "them in the settings, then run `haidang backup settle` with these settings."
        )


def _compare(restored: Restored, expect: Path | None, note: Path | None) -> list[str]:
    found = take_content(restored.server)
    if note is not None:
        note.write_text(as_json(found), encoding="utf-8")
    if expect is None:
        return []
    return differences(from_json(expect.read_text(encoding="utf-8")), found)


def _show(report: DrillReport) -> None:
    for one in report.returns:
        console.print(_table_of(one))
        console.print(
            f"Restored by the command in {one.seconds:.1f} s:\n{one.words}", markup=False
        )
    console.print(
        f"Backup of {report.base.size / _MEGABYTE:.1f} MB taken under writes in "
        f"{report.take_seconds:.1f} s. "
        + ("Everything is equal." if report.passed else "NOT EQUAL.")
    )


def _table_of(one: Return) -> Table:
    title = f"Restored to {one.name}: {one.expected.at.isoformat()}"
    table = Table("table", "rows then", "rows restored", "digest", "equal", title=title)
    nothing = TableDigest(rows=0, digest="")
    empty = 0
    for name in sorted({*one.expected.tables, *one.found.tables}):
        then, now = one.expected.tables.get(name), one.found.tables.get(name)
        if then == now and then is not None and not then.rows:
            empty += 1
            continue
        was, found = then or nothing, now or nothing
        equal = "yes" if then == now else "NO"
        table.add_row(
            name.removeprefix("public."),
            f"{was.rows:,}",
            f"{found.rows:,}",
            found.digest[:16],
            equal,
        )
    table.caption = (
        f"and {empty} empty tables, equal; writers waited {one.expected.pause_ms:.0f} ms"
    )
    return table


def _store(folder: Path | None) -> Store:
    return Store((folder or read_environment().backup_dir).resolve())


def _instant(text: str) -> datetime:
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        raise BackupError(f"{text}: say an instant as 2026-11-30T14:05:00+07:00.") from error
    return given if given.tzinfo else given.replace(tzinfo=clock.VIETNAM)

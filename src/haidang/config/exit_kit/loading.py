"""Take a kit in: check every byte, then fill an empty installation in one transaction."""

import io
import json
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from haidang.blocks.signing import public as signing
from haidang.blocks.vault import public as vault
from haidang.config.exit_kit.parts import (
    MANIFEST,
    SIGNATURE,
    KitFaulty,
    Owner,
    Part,
    digest_of,
    read_parts,
    unpack_lines,
)
from haidang.config.exit_kit.plain import needs_opening, opened_columns, seal_row
from haidang.config.exit_kit.tables import Table, forward_references, list_tables
from haidang.kernel.actors import Actor
from haidang.kernel.events import JSON

Progress = Callable[[str, int], None]
_AT_ONCE: Final = 1_000


def check_kit(folder: Path, *, roots: Sequence[bytes], progress: Progress) -> list[Part]:
    """Return the parts of a kit that is whole; raises KitFaulty with the file's name.

    The manifest's signature must lead to one of the roots, each file must have its digest, and
    no file may stand there that the manifest does not name.
    """
    manifest, signature = (_read(folder / name) for name in (MANIFEST, SIGNATURE))
    if not signing.verify_content(manifest, signature, roots=roots):
        raise KitFaulty(f"{SIGNATURE}: the signature does not hold or leads to no trusted root.")
    parts = read_parts(_manifest(manifest))
    for part in parts:
        path = folder / part.path
        if not _is_inside(path, folder) or not path.is_file():
            raise KitFaulty(f"{part.path}: the file is missing.")
        if path.stat().st_size != part.size or digest_of(path) != part.sha256:
            raise KitFaulty(f"{part.path}: the file was changed.")
        progress("check", 1)
    named = {MANIFEST, SIGNATURE, *(part.path for part in parts)}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and str(path.relative_to(folder)) not in named:
            raise KitFaulty(f"{path.relative_to(folder)}: the manifest does not name this file.")
    return parts


def import_kit(
    folder: Path, *, owner: Owner, roots: Sequence[bytes], actor: Actor, progress: Progress
) -> int:
    """Fill an empty installation from a kit, whole or not at all; return the rows.

    Raises KitFaulty for a kit that is not whole or an installation that is not empty.
    """
    parts = check_kit(folder, roots=roots, progress=progress)
    with transaction.atomic():
        tables = list_tables()
        _check_empty(tables)
        _check_columns(folder, tables, parts)
        _check_at_once_but(forward_references(tables))
        rows = sum(_fill(folder, table, parts, owner=owner, progress=progress) for table in tables)
        _restore_documents(folder, parts, owner=owner, actor=actor, progress=progress)
        for table in tables:
            _continue_numbers(table)
        _check_at_once_but([])
    for part in (part for part in parts if part.kind == "trust"):
        signing.trust_root((folder / part.path).read_bytes(), actor=actor)
    return rows


def _check_empty(tables: Sequence[Table]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table.name}")')  # noqa: S608 - the catalogue's names
            (is_filled,) = cursor.fetchone()
            if is_filled:
                raise KitFaulty(f"The installation is not empty: {table.name} has rows.")


def _check_columns(folder: Path, tables: Sequence[Table], parts: Sequence[Part]) -> None:
    """Refuse a kit of another schema: a table or column that one of both does not know."""
    ours = {table.name: table for table in tables}
    theirs = {part.table for part in parts if part.kind == "rows"}
    unknown = sorted(theirs - ours.keys())
    if unknown:
        raise KitFaulty(f"schema/{unknown[0]}.json: this version does not know the table.")
    for name in sorted(theirs):
        path = f"schema/{name}.json"
        opened = opened_columns(name)
        wanted = {*ours[name].names, *opened.added} - opened.dropped
        found = json.loads(_read(folder / path))["properties"].keys()
        if wanted != found:
            odd = ", ".join(sorted(wanted ^ found))
            raise KitFaulty(f"{path}: this version has other columns: {odd}.")


def _check_at_once_but(deferred: Sequence[str]) -> None:
    """Let the database check references with each statement, so that none pile up."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in deferred:
            cursor.execute(f'SET CONSTRAINTS "{name}" DEFERRED')


def _fill(
    folder: Path, table: Table, parts: Sequence[Part], *, owner: Owner, progress: Progress
) -> int:
    names = ", ".join(f'"{name}"' for name in table.names)
    text = (
        f'INSERT INTO "{table.name}" ({names}) SELECT {names} '  # noqa: S608 - the catalogue's names
        f'FROM json_populate_recordset(NULL::"{table.name}", %s::json)'
    )
    filled = 0
    for part in (part for part in parts if part.kind == "rows" and part.table == table.name):
        lines = list(unpack_lines(owner.open(_read(folder / part.path))))
        for start in range(0, len(lines), _AT_ONCE):
            batch = _sealed(table.name, lines[start : start + _AT_ONCE])
            with connection.cursor() as cursor:
                cursor.execute(text, [f"[{','.join(batch)}]"])
                filled += cursor.rowcount
        if len(lines) != part.rows:
            raise KitFaulty(f"{part.path}: it has {len(lines)} rows, not {part.rows}.")
        progress(table.name, part.rows)
    return filled


def _sealed(table: str, lines: Sequence[str]) -> Sequence[str]:
    if not needs_opening(table):
        return lines
    return [json.dumps(seal_row(table, json.loads(line))) for line in lines]


def _restore_documents(
    folder: Path, parts: Sequence[Part], *, owner: Owner, actor: Actor, progress: Progress
) -> None:
    for part in (part for part in parts if part.kind == "documents"):
        archive = io.BytesIO(owner.open(_read(folder / part.path)))
        for file_id, content in _files_in(archive):
            vault.restore_file(file_id, content, actor=actor)
        progress("documents", part.rows)
    missing = vault.find_unrestored()
    if missing is not None:
        raise KitFaulty(f"documents: the file {missing} is missing.")


def _files_in(archive: io.BytesIO) -> Iterator[tuple[UUID, bytes]]:
    with tarfile.open(fileobj=archive, mode="r") as opened:
        for entry in opened:
            file = opened.extractfile(entry)
            if file is not None:
                yield UUID(entry.name.partition(".")[0]), file.read()


def _continue_numbers(table: Table) -> None:
    """Let the database's own counters go on after the highest number."""
    with connection.cursor() as cursor:
        for column in table.columns:
            if column.kind not in {"bigint", "integer"}:
                continue
            cursor.execute(
                f"SELECT setval(s.name, m.most) FROM "  # noqa: S608 - the catalogue's names
                f"(SELECT pg_get_serial_sequence('\"{table.name}\"', '{column.name}') AS name) s, "
                f'(SELECT max("{column.name}") AS most FROM "{table.name}") m '
                f"WHERE s.name IS NOT NULL AND m.most IS NOT NULL"
            )


def _manifest(content: bytes) -> Mapping[str, JSON]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise KitFaulty(f"{MANIFEST}: it cannot be read.") from error
    return found if isinstance(found, dict) else {}


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KitFaulty(f"{path.name}: the file cannot be read.") from error

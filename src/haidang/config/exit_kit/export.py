"""Make a kit: read one instant of the installation, part by part, and sign what was written."""

import io
import json
import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from django.conf import settings
from django.db import connection, transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.exchange import public as exchange
from haidang.blocks.signing import public as signing
from haidang.blocks.vault import public as vault
from haidang.config.exit_kit.parts import (
    FORMAT,
    MANIFEST,
    SIGNATURE,
    KitFaulty,
    Owner,
    Part,
    fingerprint,
    manifest_bytes,
    pack_lines,
    write_part,
)
from haidang.config.exit_kit.plain import needs_opening, open_row
from haidang.config.exit_kit.schemas import schema_of
from haidang.config.exit_kit.tables import LEFT_OUT, ONLY, Table, list_tables
from haidang.kernel import clock
from haidang.kernel.actors import Actor
from haidang.kernel.events import JSON

Progress = Callable[[str, int], None]
Piece = TypeVar("Piece")
_HERE: Final = Path(__file__).parent
_MOST_ROWS: Final = 20_000
_MOST_BYTES: Final = 16 * 1024 * 1024
"""A part is closed when it has so many rows or bytes, so that it fits into memory."""
_ENDINGS: Final = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
_ASKED: Final = (
    "SELECT p.id, p.request_id, k.personal_id FROM exchange_personasked p "
    "JOIN kit_person k ON k.digest = p.person_digest ORDER BY p.id"
)


def export_kit(
    folder: Path, *, owner: Owner, signer: signing.Holder, actor: Actor, progress: Progress
) -> list[Part]:
    """Write everything that the installation holds into an empty folder; return the parts.

    What is committed while it runs is not in it. Raises KitFaulty when the folder is not empty
    and the vault's error for a file that cannot be read.
    """
    if folder.exists() and any(folder.iterdir()):
        raise KitFaulty("The folder for the kit is not empty.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        _see_one_instant(is_outermost=is_outermost)
        _know_persons()
        tables = list_tables()
        parts = [_schema(folder, table) for table in tables]
        for table in tables:
            parts += _table(folder, table, owner=owner, progress=progress)
        parts += _documents(folder, owner=owner, actor=actor, progress=progress)
        parts += _plain_files(folder)
        _forget_persons()
        content = manifest_bytes(_facts(owner, signer), parts)
    (folder / MANIFEST).write_bytes(content)
    signature = signing.sign_content(content, holder=signer, actor=actor)
    (folder / SIGNATURE).write_bytes(signature)
    return parts


def _see_one_instant(*, is_outermost: bool) -> None:
    """Read all tables as they are now; inside somebody's transaction, that one decides."""
    with connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")


def _know_persons() -> None:
    """Keep for the export under which digest the exchange's log knows each person."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kit_person (digest bytea, personal_id text)")
        cursor.execute("SELECT EXISTS (SELECT FROM exchange_personasked)")
        (is_asked,) = cursor.fetchone()
    if not is_asked:
        return
    person = next(table for table in list_tables() if table.name == "identity_person")
    numbers = (json.loads(line)["personal_id"] for line in _lines(person))
    for batch in _batches(numbers, weight=len):
        rows = [(exchange.digest_person(number), number) for number in batch]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO kit_person VALUES (%s, %s)", rows)


def _forget_persons() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kit_person")


def _schema(folder: Path, table: Table) -> Part:
    content = json.dumps(schema_of(table), ensure_ascii=False, indent=1).encode() + b"\n"
    return write_part(folder, f"schema/{table.name}.json", content, kind="schema")


def _table(folder: Path, table: Table, *, owner: Owner, progress: Progress) -> Iterator[Part]:
    for number, lines in enumerate(_batches(_lines(table), weight=len), start=1):
        path = f"data/{table.name}/{number:06}.jsonl.gz.p7m"
        content = owner.close(pack_lines(lines))
        yield write_part(folder, path, content, kind="rows", table=table.name, rows=len(lines))
        progress(table.name, len(lines))


def _lines(table: Table) -> Iterator[str]:
    opens = needs_opening(table.name)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(r)::text FROM ({_query(table)}) AS r")  # noqa: S608 - the catalogue's names
        for (text,) in cursor:
            if opens:
                row = open_row(table.name, json.loads(text))
                yield json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            else:
                yield text


def _query(table: Table) -> str:
    if table.name == "exchange_personasked":
        return _ASKED
    names = ", ".join(f'"{name}"' for name in table.names)
    where = f" WHERE {ONLY[table.name]}" if table.name in ONLY else ""
    itself = [one.column for one in table.references if one.target == table.name]
    order = ", ".join(f'"{name}" NULLS FIRST' for name in (*itself, *table.key))
    return f'SELECT {names} FROM "{table.name}"{where} ORDER BY {order}'  # noqa: S608 - as above


def _documents(folder: Path, *, owner: Owner, actor: Actor, progress: Progress) -> Iterator[Part]:
    """Write the files of the vault in archives, each file under its id."""
    files = vault.each_file(actor=actor)
    for number, batch in enumerate(_batches(files, weight=lambda one: one[0].size), start=1):
        path = f"documents/{number:06}.tar.p7m"
        content = owner.close(_archive(batch))
        yield write_part(folder, path, content, kind="documents", rows=len(batch))
        progress("documents", len(batch))


def _archive(batch: Iterable[tuple[vault.StoredFileInfo, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for info, content in batch:
            entry = tarfile.TarInfo(f"{info.id}{_ENDINGS.get(info.media_type, '')}")
            entry.size, entry.mtime = len(content), int(info.stored_at.timestamp())
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def _batches(pieces: Iterable[Piece], *, weight: Callable[[Piece], int]) -> Iterator[list[Piece]]:
    batch: list[Piece] = []
    heavy = 0
    for piece in pieces:
        batch.append(piece)
        heavy += weight(piece)
        if len(batch) >= _MOST_ROWS or heavy >= _MOST_BYTES:
            yield batch
            batch, heavy = [], 0
    if batch:
        yield batch


def _plain_files(folder: Path) -> Iterator[Part]:
    """Write what needs no envelope: whom to trust, how to read the kit, the tool to check it."""
    for number, root in enumerate(signing.list_trusted_roots(), start=1):
        yield write_part(folder, f"trust/{number:02}.pem", root, kind="trust")
    for source in sorted((_HERE / "inside").iterdir()):
        yield write_part(folder, source.name, source.read_bytes(), kind="tool")


def _facts(owner: Owner, signer: signing.Holder) -> dict[str, JSON]:
    last = audit.find_last_seal()
    return {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "city": settings.HAIDANG_CITY,
        "signed_for": f"{signer.kind}:{signer.code}",
        "owner_certificate_sha256": fingerprint(owner.certificate),
        "last_seal": {"number": last.number, "hash": last.hash} if last else None,
        "left_out": dict(LEFT_OUT),
    }

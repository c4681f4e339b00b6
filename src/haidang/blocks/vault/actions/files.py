"""Take files in, let agencies read them, read and shred them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import BinaryIO, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.identity import public as identity
from haidang.blocks.statements import public as statements
from haidang.blocks.vault import policies
from haidang.blocks.vault.errors import FileDamaged, FileShreddedError, FileUnknown
from haidang.blocks.vault.models import (
    StoredFile,
    make_key,
    seal_file,
    unseal_file,
)
from haidang.blocks.vault.models.contents import clean_name, find_problems
from haidang.blocks.vault.providers import read_bytes, remove_bytes, write_bytes
from haidang.blocks.vault.queries import agencies_let_in, describe_file
from haidang.blocks.vault.types import (
    CONTENT_TYPES,
    FileRead,
    FileShredded,
    FilesShared,
    FileStored,
    StoredFileInfo,
    media_types,
)
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now, today
from haidang.kernel.errors import InvalidInput
from haidang.kernel.ids import new_id

_KEY_CONTEXT: Final = "vault.file.key"
_MEGABYTE: Final = 1024 * 1024
_DEFAULT_MAX_MB: Final = 25
_SHARE: Final = """
    INSERT INTO vault_fileshare (file_id, agency, matter, shared_at, until_at)
    SELECT file.id, agency.code, %s, %s, %s
    FROM unnest(%s::uuid[]) AS file (id) CROSS JOIN unnest(%s::text[]) AS agency (code)
    ON CONFLICT (file_id, agency, matter) DO UPDATE SET until_at = excluded.until_at
"""
"""By hand: each document of a case is shared, so the time that the ORM takes would count."""


def store_file(
    content: bytes | BinaryIO,
    *,
    name: str,
    owner: UUID | None,
    actor: Actor,
    allowed: Collection[str] = tuple(CONTENT_TYPES),
    max_mb: int | None = None,
    retain_until: date | None = None,
    agencies: Iterable[str] = (),
    matter: str = "",
) -> StoredFileInfo:
    """Take a file into the vault; raises InvalidInput with everything that is wrong with it.

    The type is judged by content. ``allowed`` holds short names (pdf, jpeg, png); the
    limit is the smaller of ``max_mb`` and the installation's. ``owner`` is a person or
    an organization, or None for an agency's own papers. ``agencies`` may read it from the
    first moment on, for a ``matter``.
    """
    policies.check_can_store(actor, owner_id=owner)
    limit = _limit(max_mb)
    plain = content if isinstance(content, bytes) else content.read(limit + 1)
    media_type, problems = find_problems(plain, allowed=media_types(allowed), max_bytes=limit)
    if problems:
        raise InvalidInput(problems)
    with transaction.atomic(savepoint=False):
        row = _write(plain, name=name, media_type=media_type, owner=owner, actor=actor)
        row.retain_until = retain_until
        statements.write_new(row)
        stored = FileStored(
            file_id=row.pk,
            sha256=row.sha256,
            size=row.size,
            media_type=media_type,
            at=row.stored_at,
        )
        shared = _let_in([row], agencies=list(agencies), matter=matter, until_at=None)
        audit.announce_all([stored, *shared], actor=actor)
    return describe_file(row)


def share_files(
    file_ids: Iterable[UUID],
    *,
    agency: str,
    matter: str,
    actor: Actor,
    until_at: datetime | None = None,
) -> FilesShared:
    """Let an agency read files for a matter; who may read a file may pass it on so."""
    (event,) = share_files_with(
        file_ids, agencies=[agency], matter=matter, actor=actor, until_at=until_at
    )
    return event


def share_files_with(
    file_ids: Iterable[UUID],
    *,
    agencies: Iterable[str],
    matter: str,
    actor: Actor,
    until_at: datetime | None = None,
) -> tuple[FilesShared, ...]:
    """Let several agencies read files for a matter; each of them is told of in an event."""
    wanted, named = list(file_ids), list(agencies)
    with transaction.atomic(savepoint=False):
        rows = list(StoredFile.objects.filter(pk__in=wanted))
        if len(rows) != len(set(wanted)):
            raise FileUnknown
        for row in rows:
            _check_can_read(row, actor)
        events = _let_in(rows, agencies=named, matter=matter, until_at=until_at)
        audit.announce_all(events, actor=actor)
    return events


def read_file(file_id: UUID, *, actor: Actor, purpose: str, matter: str = "") -> bytes:
    """Return a file's bytes; a read by somebody else is written down for the owner to see."""
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None:
        raise FileUnknown
    _check_can_read(row, actor)
    plain = open_row(row)
    with transaction.atomic():
        if row.owner_id is not None:
            identity.record_access(row.owner_id, actor=actor, purpose=purpose, subject=matter)
        if actor.person_id is None or actor.person_id != row.owner_id:
            audit.announce(FileRead(file_id=row.pk, purpose=purpose, at=now()), actor=actor)
    return plain


def each_file(*, actor: Actor) -> Iterator[tuple[StoredFileInfo, bytes]]:
    """Yield every file that is not shredded with its bytes, for a kit of the whole vault."""
    policies.check_can_carry(actor)
    rows = StoredFile.objects.filter(shredded_at=None).order_by("id")
    for row in rows.iterator(chunk_size=500):
        yield describe_file(row), open_row(row)


def restore_file(file_id: UUID, plain: bytes, *, actor: Actor) -> None:
    """Put the bytes of a file, that came with a kit, under a fresh key of this installation."""
    policies.check_can_carry(actor)
    row = StoredFile.objects.filter(pk=file_id, shredded_at=None).first()
    if row is None:
        raise FileUnknown
    if sha256(plain).hexdigest() != row.sha256:
        raise FileDamaged
    key = make_key()
    remove_bytes(row.path)
    write_bytes(row.path, seal_file(plain, key=key))
    row.sealed_key = identity.seal(key, context=f"{_KEY_CONTEXT}:{row.pk}")
    row.save(update_fields=["sealed_key"])


def shred_file(file_id: UUID, *, reason: str, actor: Actor) -> FileShredded:
    """Forget a file's key for ever and remove its bytes; what was, stays known."""
    policies.check_can_shred(actor)
    with transaction.atomic():
        row = StoredFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
        if row is None:
            raise FileUnknown
        row.sealed_key, row.shredded_at = None, row.shredded_at or now()
        row.name = "…"
        row.save(update_fields=["sealed_key", "shredded_at", "name"])
        event = FileShredded(file_id=row.pk, reason=reason, at=row.shredded_at)
        audit.announce(event, actor=actor)
        path = row.path
        transaction.on_commit(lambda: remove_bytes(path))
    return event


def shred_expired(*, actor: Actor, on: date | None = None, limit: int = 500) -> int:
    """Shred the files whose time of retention is over; return how many."""
    policies.check_can_shred(actor)
    expired = StoredFile.objects.filter(retain_until__lt=on or today(), shredded_at=None)
    file_ids = list(expired.order_by("retain_until").values_list("pk", flat=True)[:limit])
    for file_id in file_ids:
        shred_file(file_id, reason="retention", actor=actor)
    return len(file_ids)


def open_row(row: StoredFile) -> bytes:
    """Return the bytes of a file, compared with its hash; raises FileDamaged."""
    if row.sealed_key is None:
        raise FileShreddedError
    key = identity.unseal(bytes(row.sealed_key), context=f"{_KEY_CONTEXT}:{row.pk}")
    plain = unseal_file(read_bytes(row.path), key=key)
    if sha256(plain).hexdigest() != row.sha256:
        raise FileDamaged
    return plain


def _let_in(
    rows: Sequence[StoredFile], *, agencies: Sequence[str], matter: str, until_at: datetime | None
) -> tuple[FilesShared, ...]:
    if not agencies:
        return ()
    ids = tuple(row.pk for row in rows)
    with connection.cursor() as cursor:
        cursor.execute(_SHARE, [matter, now(), until_at, list(ids), list(agencies)])
    return tuple(
        FilesShared(matter=matter, agency=agency, file_ids=ids, at=now()) for agency in agencies
    )


def _write(
    plain: bytes, *, name: str, media_type: str, owner: UUID | None, actor: Actor
) -> StoredFile:
    file_id, key, instant = new_id(), make_key(), now()
    path = f"{instant:%Y/%m/%d}/{file_id.hex}"
    write_bytes(path, seal_file(plain, key=key))
    return StoredFile(
        id=file_id,
        sha256=sha256(plain).hexdigest(),
        size=len(plain),
        media_type=media_type,
        name=clean_name(name),
        path=path,
        sealed_key=identity.seal(key, context=f"{_KEY_CONTEXT}:{file_id}"),
        owner_id=owner,
        stored_by=actor.id,
        stored_at=instant,
    )


def _check_can_read(row: StoredFile, actor: Actor) -> None:
    agencies = agencies_let_in(row, at=now()) if actor.is_officer else frozenset()
    policies.check_can_read(
        actor, owner_id=row.owner_id, stored_by=row.stored_by, agencies=agencies
    )


def _limit(max_mb: int | None) -> int:
    ours = int(getattr(settings, "HAIDANG_MAX_FILE_MB", _DEFAULT_MAX_MB))
    return min(ours, max_mb or ours) * _MEGABYTE

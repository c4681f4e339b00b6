"""Copy all files from one store to another, as often as need be, and prove that they are equal."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from uuid import UUID

from haidang.blocks.audit import public as audit
from haidang.blocks.vault import policies
from haidang.blocks.vault.errors import FileDamaged
from haidang.blocks.vault.models import StoredFile
from haidang.blocks.vault.providers import FileStore, digest_of, get_store
from haidang.blocks.vault.types import FileCopy, FilesCopied
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now

_AT_ONCE: Final = 8
_BATCH: Final = 200


def copy_files(*, source: str, target: str, actor: Actor) -> Iterator[FileCopy]:
    """Copy each file that the target lacks; then read every one back and compare.

    It may be broken off and begun again: what is there already is passed over. Bytes stay
    encrypted all the way. Files that are taken in meanwhile are copied by the next run.
    """
    policies.check_can_copy(actor)
    old, new = get_store(source), get_store(target)
    yield from _each(lambda file_id, path: _copy(file_id, path, old, new))
    total = faults = 0
    for proof in _each(lambda file_id, path: _prove(file_id, path, old, new)):
        total, faults = total + 1, faults + (proof.outcome != "equal")
        yield proof
    event = FilesCopied(source=source, target=target, files=total, faults=faults, at=now())
    audit.announce(event, actor=actor)


def _each(act: Callable[[UUID, str], FileCopy]) -> Iterator[FileCopy]:
    after = UUID(int=0)
    kept = StoredFile.objects.filter(shredded_at=None).order_by("pk")
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as threads:
        while rows := list(kept.filter(pk__gt=after).values_list("pk", "path")[:_BATCH]):
            yield from threads.map(lambda row: act(*row), rows)
            after = rows[-1][0]


def _copy(file_id: UUID, path: str, old: FileStore, new: FileStore) -> FileCopy:
    try:
        sealed = old.read(path)
    except FileDamaged:
        return FileCopy(file_id=file_id, outcome="missing")
    if new.digest(path) == digest_of(sealed):
        return FileCopy(file_id=file_id, outcome="present")
    new.write(path, sealed)
    return FileCopy(file_id=file_id, outcome="copied")


def _prove(file_id: UUID, path: str, old: FileStore, new: FileStore) -> FileCopy:
    try:
        is_equal = old.read(path) == new.read(path)
    except FileDamaged:
        is_equal = False
    return FileCopy(file_id=file_id, outcome="equal" if is_equal else "differs")

"""Look after the bytes: are they all there, can each be opened, what was shredded."""

from collections.abc import Iterator
from uuid import UUID

from haidang.blocks.vault import policies
from haidang.blocks.vault.actions.files import open_row
from haidang.blocks.vault.errors import FileDamaged
from haidang.blocks.vault.models import StoredFile
from haidang.blocks.vault.providers import read_bytes
from haidang.blocks.vault.types import Custody
from haidang.kernel.actors import Actor


def check_contents(*, actor: Actor) -> Custody:
    """Open every file that is not shredded and compare it with the hash it came with.

    What is read stays in this function: nobody learns a content, so no read is noted.
    """
    policies.check_can_shred(actor)
    files = size = 0
    damaged: list[str] = []
    for row in StoredFile.objects.filter(shredded_at=None).order_by("path").iterator():
        files += 1
        size += row.size
        try:
            open_row(row)
        except FileDamaged:
            damaged.append(row.path)
    return Custody(files=files, size=size, damaged=tuple(damaged))


def read_sealed(path: str, *, actor: Actor) -> bytes:
    """Return the bytes of a path as they lie, encrypted; raises FileDamaged."""
    policies.check_can_shred(actor)
    return read_bytes(path)


def list_paths(*, actor: Actor, since: str = "") -> Iterator[str]:
    """Yield the path of every file that is not shredded, by day; from a day on (2026/09/15)."""
    policies.check_can_shred(actor)
    kept = StoredFile.objects.filter(shredded_at=None, path__gte=since).order_by("path")
    yield from kept.values_list("path", flat=True).iterator()


def list_shredded(*, actor: Actor) -> Iterator[tuple[UUID, str]]:
    """Yield id and path of every shredded file, so that copies of it can be removed too."""
    policies.check_can_shred(actor)
    gone = StoredFile.objects.exclude(shredded_at=None).order_by("path")
    yield from gone.values_list("pk", "path").iterator()

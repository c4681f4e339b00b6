"""Check what a restore brought back, from within: files, shreddings, the record of acts.

Runs with Django set up on the restored installation, never on the one that runs.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from haidang.blocks.audit import public as audit
from haidang.blocks.vault import public as vault
from haidang.config.backup import files
from haidang.config.backup.store import Store
from haidang.kernel.actors import system
from haidang.kernel.errors import HaidangError

_SHREDDED = "shredded.txt"
ACTOR = system("backup")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the check found."""

    files: int
    file_bytes: int
    damaged: tuple[str, ...]
    removed: int
    shredded_again: int
    entries: int
    seals: int
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether everything is there and unbroken."""
        return not self.damaged and not self.faults


def settle(store: Store) -> Settled:
    """Drop later files, shred again what was shredded since, open every file, verify acts."""
    again = _shred_again(store)
    known = frozenset(vault.list_paths(actor=ACTOR))
    removed = files.keep_only(settings.HAIDANG_FILES_DIR, known)
    custody = vault.check_contents(actor=ACTOR)
    audit.seal_entries()
    record = audit.verify()
    return Settled(
        files=custody.files, file_bytes=custody.size, damaged=custody.damaged, removed=removed,
        shredded_again=again, entries=record.entries, seals=record.seals, faults=record.faults,
    )  # fmt: skip


def forget_shredded(store: Store) -> int:
    """Remove from a backup the files that were shredded, and note them for later restores."""
    removed = 0
    lines = []
    for file_id, path in vault.list_shredded(actor=ACTOR):
        lines.append(f"{file_id}\n")
        copy = store.files / path
        if copy.exists():
            copy.unlink()
            removed += 1
    (store.root / _SHREDDED).write_text("".join(lines), encoding="ascii")
    return removed


def _shred_again(store: Store) -> int:
    """Shred what came back with an earlier instant but was shredded after it."""
    note = store.root / _SHREDDED
    if not note.exists():
        return 0
    noted = [UUID(line) for line in note.read_text(encoding="ascii").split()]
    gone = {file_id for file_id, _path in vault.list_shredded(actor=ACTOR)}
    again = [file_id for file_id in noted if file_id not in gone]
    return sum(_shred(file_id) for file_id in again)


def _shred(file_id: UUID) -> bool:
    try:
        vault.shred_file(file_id, reason="restored", actor=ACTOR)
    except HaidangError:  # it did not exist yet at the instant
        return False
    return True

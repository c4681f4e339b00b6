"""The backup folder: where what lies, and the manifests that say so."""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Final

from haidang.config.backup.server import BackupError

MANIFEST: Final = "manifest.json"
KEYS: Final = "keys.sealed"
_SEGMENT: Final = re.compile(r"[0-9A-F]{24}(\.partial)?|[0-9A-F]{8}\.history")
_PARTIAL: Final = ".partial"
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one base is: written last, so that a base without it does not count."""

    label: str
    started_at: datetime
    ended_at: datetime
    server_version: int
    system_identifier: str
    timeline: int
    start_lsn: str
    end_lsn: str
    database: str
    platform: str
    migrations: Mapping[str, str]
    files: int
    file_bytes: int
    sizes: Mapping[str, int]
    digests: Mapping[str, str]

    @property
    def major(self) -> str:
        """Return the major version of PostgreSQL that can restore it."""
        return str(self.server_version // 10_000)

    @property
    def size(self) -> int:
        """Return the bytes of the base, without the files of the vault."""
        return sum(self.sizes.values())


@dataclass(frozen=True, slots=True)
class Store:
    """A backup folder."""

    root: Path

    @property
    def wal(self) -> Path:
        """Return where the write-ahead log is kept."""
        return self.root / "wal"

    @property
    def files(self) -> Path:
        """Return where the encrypted files are kept, under the paths that the vault gave."""
        return self.root / "files"

    def base(self, label: str) -> Path:
        """Return the folder of a base."""
        return self.root / "base" / label

    def partial(self, label: str) -> Path:
        """Return the folder of a base that is being taken."""
        return self.root / "base" / f"{label}{_PARTIAL}"

    def prepare(self) -> None:
        """Make the folder, readable by nobody else."""
        for folder in (self.root, self.wal, self.files, self.root / "base"):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)


def list_backups(store: Store) -> list[Manifest]:
    """Return the bases that were finished, oldest first."""
    found = sorted((store.root / "base").glob(f"*/{MANIFEST}"))
    return [read_manifest(path) for path in found if not path.parent.name.endswith(_PARTIAL)]


def choose_backup(store: Store, at: datetime | None) -> Manifest:
    """Return the newest base that was finished before an instant; raises BackupError."""
    known = list_backups(store)
    if not known:
        raise BackupError(f"{store.root}: no finished backup lies here.")
    early = [one for one in known if at is None or one.ended_at <= at]
    if not early:
        raise BackupError(
            f"The oldest backup was finished at {known[0].ended_at.isoformat()}; nothing "
            "before that can be restored."
        )
    return early[-1]


def prune(store: Store, *, keep: int) -> list[str]:
    """Remove all bases but the newest, and the log before them; return what was removed."""
    known = list_backups(store)
    kept, old = known[-keep:], known[:-keep]
    removed = []
    for one in old:
        shutil.rmtree(store.base(one.label))
        removed.append(one.label)
    if kept and old:
        for path in sorted(store.wal.iterdir()):
            if _SEGMENT.fullmatch(path.name) and not is_needed(path.name, kept[0]):
                path.unlink()
                removed.append(path.name)
    return removed


def is_needed(name: str, base: Manifest) -> bool:
    """Tell whether a part of the log may hold something written after a base began."""
    if not _SEGMENT.fullmatch(name):
        return False
    if name.endswith(".history"):
        return True
    high, _slash, low = base.start_lsn.partition("/")
    return (name[8:16], name[16:24]) >= (f"{int(high, 16):08X}", f"{int(low, 16) >> 24:08X}")


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what a base is."""
    text = json.dumps(asdict(manifest), indent=2, sort_keys=True, default=_as_text)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(path: Path) -> Manifest:
    """Return a manifest; raises BackupError when it is damaged."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        for name in ("started_at", "ended_at"):
            data[name] = datetime.fromisoformat(data[name])
        return Manifest(**{item.name: data[item.name] for item in fields(Manifest)})
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{path}: the manifest is damaged: {error}") from error


def find_damage(store: Store, manifest: Manifest) -> list[str]:
    """Compare a base with its manifest; return what does not agree."""
    folder = store.base(manifest.label)
    return [
        f"{manifest.label}/{name}: its content is not what was taken"
        for name, digest in manifest.digests.items()
        if not (folder / name).is_file() or digest_of(folder / name) != digest
    ]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    content = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            content.update(chunk)
    return content.hexdigest()


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a manifest")

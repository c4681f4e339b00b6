"""The way back: a second cluster and data folder, stopped at an instant, checked.

Nothing of the running installation is touched. The new folder has the shape of a data
folder, so an installation starts on it with ``HAIDANG_DATA_DIR`` (and, when the cluster was
not an embedded one, with the ``DATABASE_URL`` that is told).
"""

import os
import shutil
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import psycopg

from haidang.config.backup import files, keys
from haidang.config.backup.server import BackupError, Server, call, program
from haidang.config.backup.store import (
    KEYS,
    Manifest,
    Store,
    choose_backup,
    find_damage,
    is_needed,
)
from haidang.config.postgres import Cluster, find_cluster
from haidang.config.postgres import start as start_cluster

_RECOVERY: Final = (
    "restore_command", "recovery_target_time", "recovery_target_action", "hot_standby",
)  # fmt: skip
_PATIENCE_SECONDS: Final = 24 * 3600.0
_HBA: Final = "local all all trust\nlocal replication all trust\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was brought back, and how it is reached."""

    base: Manifest
    data_dir: Path
    cluster: Cluster
    server: Server
    files: int
    has_keys: bool
    seconds: float

    @property
    def database_url(self) -> str:
        """Return the setting that names the new database; empty for an embedded one's."""
        if (self.server.user, self.server.database) == ("postgres", "haidang"):
            return ""
        place = f"host={self.server.host}&port={self.server.port}"
        return f"postgresql://{self.server.user}@/{self.server.database}?{place}"


def restore(store: Store, into: Path, *, at: datetime | None, passphrase: str) -> Restored:
    """Bring an installation back as it was at an instant, or as late as the log goes."""
    began = time.monotonic()
    base = choose_backup(store, at)
    if damage := find_damage(store, base):
        raise BackupError("The backup is damaged:\n  " + "\n  ".join(damage))
    cluster = _make_room(into)
    _lay_out_cluster(store, base, cluster)
    log = _lay_out_log(store, base, cluster)
    _aim(cluster, log, at=at)
    cluster = find_cluster(into)  # with the programs of the version that the files are of
    _own(cluster)
    server = Server(
        host=str(cluster.data), port="5432", user="postgres", password="",
        database=base.database,
    )  # fmt: skip
    start_cluster(cluster)
    _wait_until_recovered(cluster, server)
    shutil.rmtree(log)
    files.copy_all(store.files, into / "files")
    has_keys = _lay_out_keys(store, base, into, passphrase=passphrase)
    return Restored(
        base=base, data_dir=into, cluster=cluster, server=server,
        files=files.measure(into / "files")[0], has_keys=has_keys,
        seconds=time.monotonic() - began,
    )  # fmt: skip


def _make_room(into: Path) -> Cluster:
    into.mkdir(parents=True, exist_ok=True)
    if any(into.iterdir()):
        raise BackupError(f"{into}: is not empty; a restore overwrites nothing.")
    into.chmod(0o755)
    cluster = find_cluster(into)
    if cluster.data.exists():
        raise BackupError(f"{cluster.data}: a cluster lies there already.")
    cluster.data.mkdir(parents=True)
    cluster.data.chmod(0o700)
    return cluster


def _lay_out_cluster(store: Store, base: Manifest, cluster: Cluster) -> None:
    folder = store.base(base.label)
    for name, target in (("base.tar.gz", ""), ("pg_wal.tar.gz", "pg_wal")):
        with tarfile.open(folder / name, mode="r:gz") as archive:
            archive.extractall(cluster.data / target, filter="data")
    call(
        program("pg_verifybackup", base.major), "--manifest-path",
        str((folder / "backup_manifest").resolve()), "--no-parse-wal", str(cluster.data),
    )  # fmt: skip
    for name, text in (("postgresql.conf", ""), ("pg_hba.conf", _HBA), ("pg_ident.conf", "")):
        if not (cluster.data / name).exists():  # kept elsewhere, as Debian does
            (cluster.data / name).write_text(text, encoding="utf-8")


def _lay_out_log(store: Store, base: Manifest, cluster: Cluster) -> Path:
    """Copy the log from the base on to where the new server may read it."""
    log = cluster.base / "archived-log"
    log.mkdir()
    for path in sorted(store.wal.iterdir()):
        if is_needed(path.name, base):
            whole = log / path.name.removesuffix(".partial")
            if not whole.exists():
                shutil.copyfile(path, whole)
    return log


def _aim(cluster: Cluster, log: Path, *, at: datetime | None) -> None:
    lines = [
        "archive_mode = 'off'",
        "synchronous_standby_names = ''",
        "hot_standby = 'off'",
        f'restore_command = \'cp "{log}/%f" "%p"\'',
        "recovery_target_action = 'promote'",
    ]
    if at is not None:
        lines.append(f"recovery_target_time = '{at.isoformat()}'")
    with (cluster.data / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
    (cluster.data / "recovery.signal").touch()


def _own(cluster: Cluster) -> None:
    if cluster.user is None:
        return
    for root in (cluster.data, cluster.base / "archived-log"):
        for path in _everything(root):
            os.chown(path, cluster.user.pw_uid, cluster.user.pw_gid, follow_symlinks=False)


def _everything(root: Path) -> Iterator[Path]:
    yield root
    for name, folders, names in os.walk(root):
        yield from (Path(name) / one for one in (*folders, *names))


def _wait_until_recovered(cluster: Cluster, server: Server) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if _has_recovered(server):
            return
        if cluster.run("pg_ctl", "-D", str(cluster.data), "status").returncode:
            raise BackupError(_why_it_ended(cluster))
        time.sleep(0.1)
    raise BackupError("The server did not finish its recovery within a day.")


def _has_recovered(server: Server) -> bool:
    """Tell whether the server writes again; then forget where it was to stop."""
    try:
        with server.connect() as connection:
            row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
            if row is None or row[0]:
                return False
            for name in _RECOVERY:
                connection.execute(f"ALTER SYSTEM RESET {name}")
            connection.execute("SELECT pg_reload_conf()")
    except psycopg.OperationalError:
        return False
    return True


def _why_it_ended(cluster: Cluster) -> str:
    text = (cluster.data / "log").read_text(encoding="utf-8", errors="replace")
    if "recovery ended before configured recovery target was reached" in text:
        return (
            "The log that was kept ends before this instant. Name an earlier one, or "
            "--latest for the last that is there."
        )
    return f"The server ended during its recovery:\n{text[-1500:]}"


def _lay_out_keys(store: Store, base: Manifest, into: Path, *, passphrase: str) -> bool:
    sealed = store.base(base.label) / KEYS
    if not sealed.exists() or not passphrase:
        return False
    keys.unseal_keys(sealed.read_bytes(), passphrase=passphrase, into=into)
    return True

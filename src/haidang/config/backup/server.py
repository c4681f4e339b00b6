"""The PostgreSQL server that is backed up or restored, and its programs."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo

from haidang.config.env import Environment
from haidang.config.postgres import database_parameters, find_programs

SURROUNDINGS: Final = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
_NOT_OF_LIBPQ: Final = frozenset({"pool", "server_side_binding", "prepare_threshold"})
Connection = psycopg.Connection[tuple[object, ...]]


class BackupError(SystemExit):
    """A backup or a restore cannot go on; the text says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """How a server and its database are reached."""

    host: str
    port: str
    user: str
    password: str = field(repr=False)
    database: str
    options: Mapping[str, str] = field(default_factory=dict)

    def connect(self) -> Connection:
        """Open a connection on which each statement is its own transaction."""
        named = {
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": self.password,
            "dbname": self.database,
            **self.options,
        }
        address = make_conninfo("", **{name: value for name, value in named.items() if value})
        return psycopg.connect(address, autocommit=True)

    def arguments(self) -> list[str]:
        """Return how PostgreSQL's programs are told of the server."""
        named = {"host": self.host, "port": self.port, "user": self.user, **self.options}
        given = {name: value for name, value in named.items() if value}
        return ["--dbname", make_conninfo("", **given), "--no-password"]

    def environment(self) -> Mapping[str, str]:
        """Return the surroundings of a program; the password is in no argument."""
        secret = {"PGPASSWORD": self.password} if self.password else {}
        return {**SURROUNDINGS, **secret}


def server_of(env: Environment) -> Server:
    """Return the server that the settings name."""
    found = database_parameters(env)
    options = found["OPTIONS"]
    named = options.items() if isinstance(options, dict) else ()
    return Server(
        host=str(found["HOST"]),
        port=str(found["PORT"]),
        user=str(found["USER"]),
        password=str(found.get("PASSWORD", "")),
        database=str(found["NAME"]),
        options={str(key): str(value) for key, value in named if key not in _NOT_OF_LIBPQ},
    )


def major_version(connection: Connection) -> str:
    """Return the server's major version, such as 18."""
    return str(connection.info.server_version // 10_000)


def program(name: str, major: str) -> Path:
    """Return one of PostgreSQL's programs of a major version."""
    return find_programs(major) / "bin" / name


def call(path: Path, *arguments: str, server: Server | None = None) -> None:
    """Run a program to its end; raises BackupError with its words when it fails."""
    where = server.arguments() if server else []
    done = subprocess.run(  # noqa: S603 - PostgreSQL's programs with our own arguments
        [str(path), *where, *arguments],
        env=dict(server.environment()) if server else SURROUNDINGS,
        cwd=os.sep,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{path.name} failed:\n{(done.stderr or done.stdout).strip()}")

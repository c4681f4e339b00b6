"""The database and the folder of a year: thrown away, or kept so that the year can go on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg

from bench.city import own_city
from haidang.config.env import read_environment
from haidang.config.postgres import ensure_running, stop

DATABASE: Final = "haidang_year"


@contextmanager
def city_of_a_year(keep: Path | None, *, resume: bool) -> Iterator[str]:
    """Return the address of the year's database; children of this process use it as well."""
    if keep is None:
        with own_city() as address:
            yield address
        return
    keep.mkdir(parents=True, exist_ok=True)
    keep.chmod(0o755)
    server = read_environment().database_url
    is_embedded = not server
    if is_embedded:
        host = ensure_running(keep).data
        server = f"postgresql://postgres@/haidang?{urlencode({'host': str(host)})}"
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        is_known = known.fetchone() is not None
        if is_known and not resume:
            connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
        if not (is_known and resume):
            connection.execute(f"CREATE DATABASE {DATABASE}")
    own = urlunsplit(urlsplit(server)._replace(path=f"/{DATABASE}"))
    os.environ.update(  # noqa: TID251 - the settings of this process and its children
        DATABASE_URL=own,
        HAIDANG_DATA_DIR=str(keep),
        HAIDANG_SAMPLE="true",
        HAIDANG_LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="haidang.config.settings",
    )
    try:
        yield own
    finally:
        if is_embedded:
            stop(keep)

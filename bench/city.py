"""A small city in a database of its own: a measurement touches nothing of an installation."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import django
import psycopg
from django.conf import settings
from django.core.management import call_command

from haidang.config.env import read_environment
from haidang.config.postgres import ensure_running, stop
from haidang.kernel import clock
from haidang.kernel.events import JSON

DATABASE: Final = "haidang_bench"
MORNING: Final = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)
"""The instant at which the measured city begins its day; the sample answers fit it."""
NOTICE: Final[dict[str, JSON]] = {
    "found": True,
    "record": {"number": "CS-MAU-2026-0001", "child_name": "Trần Nguyễn Hải An"},
}


@contextmanager
def own_city() -> Iterator[str]:
    """Make a database and a data folder, tell children of them; return the database's address."""
    folder = Path(tempfile.mkdtemp(prefix="haidang-bench-"))
    folder.chmod(0o755)
    server = read_environment().database_url
    is_embedded = not server
    if is_embedded:
        host = ensure_running(folder).data
        server = f"postgresql://postgres@/haidang?{urlencode({'host': str(host)})}"
    own = urlunsplit(urlsplit(server)._replace(path=f"/{DATABASE}"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    os.environ.update(  # noqa: TID251 - the settings of this process and its children
        DATABASE_URL=own,
        HAIDANG_DATA_DIR=str(folder),
        HAIDANG_SAMPLE="true",
        HAIDANG_LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="haidang.config.settings",
    )
    try:
        yield own
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
        if is_embedded:
            stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def set_up() -> None:
    """Load the platform in this process; outside systems answer from memory."""
    django.setup()
    from haidang.domain.cases.testing import providers_in_memory  # noqa: PLC0415 - Django is set up only now

    for name, value in providers_in_memory(NOTICE).items():
        setattr(settings, name, value)
    clock.shift(MORNING - clock.now())


def fill() -> None:
    """Make the tables, publish the content, bring the sample people and officers in."""
    set_up()
    from haidang.domain.cases.testing import install_world  # noqa: PLC0415 - Django is set up only now

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    install_world()

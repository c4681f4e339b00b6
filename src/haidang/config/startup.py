"""What every command does first: the database, Django, the schema."""

import os
from collections.abc import Callable

import django
from django.core.management import call_command

from haidang.config.env import read_environment
from haidang.config.migrating import Patience, migrate
from haidang.config.postgres import ensure_running


def set_up() -> None:
    """Start the embedded database where no other is named, then Django."""
    env = read_environment()
    if not env.database_url:
        ensure_running(env.data_dir)
    os.environ.setdefault(  # noqa: TID251 - the switch named above
        "DJANGO_SETTINGS_MODULE", "haidang.config.settings"
    )
    django.setup()


def bring_to_schema(
    *,
    verbosity: int,
    patience: Patience | None = None,
    say: Callable[[str], None] = lambda _words: None,
) -> None:
    """Migrate, and make the table that the processes' shared cache stands in."""
    migrate(verbosity=verbosity, patience=patience, say=say)
    call_command("createcachetable", verbosity=verbosity)

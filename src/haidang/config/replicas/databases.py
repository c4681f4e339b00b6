"""What the settings say when replicas are named, and nothing when none is."""

from typing import Final

from haidang.config.env import Environment
from haidang.config.postgres import read_address

PREFIX: Final = "replica_"
_ROUTER: Final = "haidang.config.replicas.router.ReplicaRouter"
_MIDDLEWARE: Final = "haidang.config.replicas.middleware.read_from_replicas"
_PATIENCE_SECONDS: Final = 2


def replica_databases(env: Environment) -> dict[str, dict[str, object]]:
    """Return Django's parameters of each replica, by its alias."""
    found = {}
    for number, url in enumerate(env.replica_urls.split(), start=1):
        address, options = read_address(url, name="haidang")
        pool = {"min_size": 1, "max_size": env.pool_max, "timeout": _PATIENCE_SECONDS}
        found[f"{PREFIX}{number}"] = {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": 0,
            **address,
            "OPTIONS": {"connect_timeout": _PATIENCE_SECONDS, **options, "pool": pool},
            "TEST": {"MIRROR": "default"},
        }
    return found


def routers_of(env: Environment) -> list[str]:
    """Return Django's DATABASE_ROUTERS."""
    return [_ROUTER] if env.replica_urls else []


def middleware_of(env: Environment) -> list[str]:
    """Return what is added to Django's MIDDLEWARE."""
    return [_MIDDLEWARE] if env.replica_urls else []

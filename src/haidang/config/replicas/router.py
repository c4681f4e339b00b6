"""Which database a read goes to: Django asks here for every query of a model."""

from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import Final

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model

from haidang.config.replicas.databases import PREFIX

READABLE: Final = frozenset({
    "agencies", "cases", "catalog", "delivery", "exchange", "indicators", "messaging",
    "payments", "signing", "vault", "worklist",
})  # fmt: skip
"""Modules whose tables may be read from a replica; sessions, identity and jobs may not."""


@dataclass(slots=True)
class Reading:
    """What one request reads from, and whether it has written."""

    alias: str | None = None
    wrote: bool = False


_reading: ContextVar[Reading | None] = ContextVar("haidang_reading", default=None)


def begin() -> tuple[Reading, Token[Reading | None]]:
    """Begin a request that reads from the primary until a replica is chosen."""
    reading = Reading()
    return reading, _reading.set(reading)


def end(token: Token[Reading | None]) -> None:
    """End a request."""
    _reading.reset(token)


class ReplicaRouter:
    """Send reads of a request to its replica, everything else to the primary."""

    def db_for_read(self, model: type[Model], **_hints: object) -> str | None:
        """Return the request's replica; the primary inside a transaction and after a write."""
        reading = _reading.get()
        if reading is None or reading.alias is None or reading.wrote:
            return DEFAULT_DB_ALIAS
        if model._meta.app_label not in READABLE:
            return DEFAULT_DB_ALIAS
        if transaction.get_connection(DEFAULT_DB_ALIAS).in_atomic_block:
            return DEFAULT_DB_ALIAS
        return reading.alias

    def db_for_write(self, _model: type[Model], **_hints: object) -> str:
        """Return the primary, and read from it for the rest of the request."""
        reading = _reading.get()
        if reading is not None:
            reading.wrote = True
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: Model, _other: Model, **_hints: object) -> bool:
        """Permit relations: a replica holds the same rows."""
        return True

    def allow_migrate(self, db: str, _label: str, **_hints: object) -> bool | None:
        """Never migrate a replica: it receives what the primary does."""
        return False if db.startswith(PREFIX) else None

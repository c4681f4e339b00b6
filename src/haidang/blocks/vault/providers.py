"""Where encrypted bytes lie: a folder by default, another store by setting."""

from functools import lru_cache
from hashlib import sha256
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from haidang.kernel.errors import ProviderRefused


class FileStore(Protocol):
    """A place for encrypted bytes, each under a path that is used once.

    Bytes are encrypted before they come here. Faults are ProviderUnavailable (again) or
    ProviderRefused (never); what is missing, or is not what was written, is FileDamaged.
    """

    def write(self, path: str, sealed: bytes) -> None:
        """Store bytes for good; the same bytes at the same path again do no harm.

        Other bytes at a path that is taken are ProviderRefused.
        """

    def read(self, path: str) -> bytes:
        """Return the bytes of a path exactly as they were written; raises FileDamaged."""

    def remove(self, path: str) -> None:
        """Remove the bytes of a path; removing twice does no harm."""

    def digest(self, path: str) -> str:
        """Return the SHA-256 that the store keeps for a path, or nothing where nothing lies."""


def write_bytes(path: str, sealed: bytes) -> None:
    """Store encrypted bytes at a fresh path."""
    _chosen().write(path, sealed)


def read_bytes(path: str) -> bytes:
    """Return the encrypted bytes of a path; raises FileDamaged when they are gone."""
    return _chosen().read(path)


def remove_bytes(path: str) -> None:
    """Remove the bytes of a path; removing twice does no harm."""
    _chosen().remove(path)


def digest_of(sealed: bytes) -> str:
    """Return the digest that stores keep beside encrypted bytes."""
    return sha256(sealed).hexdigest()


@lru_cache(maxsize=8)
def get_store(name: str) -> FileStore:
    """Return a store by its name in the setting FILES_PROVIDERS."""
    path = settings.FILES_PROVIDERS.get(name)
    if path is None:
        raise ProviderRefused(f"There is no store of files {name!r}.")
    store: FileStore = import_string(path)()
    return store


def forget_stores() -> None:
    """Make stores anew from the settings."""
    get_store.cache_clear()


def _chosen() -> FileStore:
    return get_store(settings.HAIDANG_FILES_PROVIDER)

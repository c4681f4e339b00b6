"""Where encrypted bytes lie: a folder by default, any Django storage by setting."""

from functools import lru_cache
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

from haidang.blocks.vault.errors import FileDamaged

ALIAS: Final = "vault"


def write_bytes(path: str, sealed: bytes) -> None:
    """Store encrypted bytes at a fresh path."""
    _storage().save(path, ContentFile(sealed))


def read_bytes(path: str) -> bytes:
    """Return the encrypted bytes of a path; raises FileDamaged when they are gone."""
    try:
        with _storage().open(path, "rb") as file:
            content: bytes = file.read()
    except OSError as error:
        raise FileDamaged from error
    return content


def remove_bytes(path: str) -> None:
    """Remove the bytes of a path; removing twice does no harm."""
    _storage().delete(path)


def _storage() -> Storage:
    if ALIAS in settings.STORAGES:
        return storages[ALIAS]
    return _folder(str(settings.HAIDANG_FILES_DIR))


@lru_cache(maxsize=8)
def _folder(location: str) -> Storage:
    return FileSystemStorage(
        location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700
    )

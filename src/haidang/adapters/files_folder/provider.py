"""Encrypted bytes as files that appear whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings

from haidang.blocks.vault import public as vault
from haidang.kernel.errors import ProviderRefused
from haidang.kernel.ids import new_id

_FRESH: Final = os.O_CREAT | os.O_EXCL | os.O_WRONLY


class Provider:
    """Satisfies vault.FileStore in the folder HAIDANG_FILES_DIR."""

    def write(self, path: str, sealed: bytes) -> None:
        """Write beside the place, then take it at once, unless somebody has it."""
        place = _place(path)
        _make_folder(place.parent)
        partial = place.with_name(f"{place.name}.{new_id().hex}")
        with os.fdopen(os.open(partial, _FRESH, 0o600), "wb") as file:
            file.write(sealed)
        try:
            os.link(partial, place)
        except FileExistsError:
            if place.read_bytes() != sealed:
                raise ProviderRefused(f"Other bytes lie at {path} already.") from None
        finally:
            partial.unlink()

    def read(self, path: str) -> bytes:
        """Return a file's bytes; the vault's encryption tells whether they were changed."""
        try:
            return _place(path).read_bytes()
        except OSError as error:
            raise vault.FileDamaged from error

    def remove(self, path: str) -> None:
        """Remove a file."""
        with suppress(FileNotFoundError):
            _place(path).unlink()

    def digest(self, path: str) -> str:
        """Return the digest of what lies there now."""
        try:
            return vault.digest_of(_place(path).read_bytes())
        except FileNotFoundError:
            return ""


def _place(path: str) -> Path:
    folder = Path(settings.HAIDANG_FILES_DIR).resolve()
    place = (folder / path).resolve()
    if not place.is_relative_to(folder):
        raise ProviderRefused(f"{path} leads out of the folder of files.")
    return place


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it for nobody else to look into."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)

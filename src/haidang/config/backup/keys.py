"""Keys and secrets of an installation, sealed under a passphrase that lies elsewhere."""

import io
import secrets
import tarfile
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from haidang.config.backup.server import BackupError

_MAGIC: Final = b"HDK1"
_SALT: Final = 16
_NONCE: Final = 12
_FOLDERS: Final = ("keys", "secrets")


def seal_keys(data_dir: Path, *, passphrase: str) -> bytes:
    """Return the folders of keys and secrets, encrypted: scrypt, then AES-256-GCM."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in _FOLDERS:
            if (data_dir / name).is_dir():
                archive.add(data_dir / name, arcname=name)
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    cipher = AESGCM(_derive(passphrase, salt))
    return _MAGIC + salt + nonce + cipher.encrypt(nonce, packed.getvalue(), _MAGIC)


def unseal_keys(sealed: bytes, *, passphrase: str, into: Path) -> None:
    """Lay the keys back; raises BackupError for a wrong passphrase or a damaged file."""
    body = sealed.removeprefix(_MAGIC)
    salt, nonce = body[:_SALT], body[_SALT : _SALT + _NONCE]
    try:
        cipher = AESGCM(_derive(passphrase, salt))
        plain = cipher.decrypt(nonce, body[_SALT + _NONCE :], _MAGIC)
    except (InvalidTag, ValueError) as error:
        raise BackupError(
            "The keys do not open: HAIDANG_BACKUP_PASSPHRASE is another, or the file is damaged."
        ) from error
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        archive.extractall(into, filter="data")
    for name in _FOLDERS:
        if (into / name).is_dir():
            (into / name).chmod(0o700)


def _derive(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())

"""Seal personal data in the database: AES-256-GCM to keep it, HMAC-SHA-256 to find it."""

import hmac
import secrets
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression

from haidang.blocks.identity.errors import SealBroken

_NONCE_BYTES: Final = 12
_MARK_BYTES: Final = 4
_VERSION: Final = b"\x01"


def seal(plain: bytes, *, context: str) -> bytes:
    """Encrypt and authenticate; the context (table and column) must be given again to open."""
    key = _keys()[0]
    nonce = secrets.token_bytes(_NONCE_BYTES)
    body = AESGCM(_derive(key, "seal")).encrypt(nonce, plain, context.encode())
    return _VERSION + _mark(key) + nonce + body


def unseal(sealed: bytes, *, context: str) -> bytes:
    """Return what was sealed; raises SealBroken when changed, moved or the key is gone."""
    mark, rest = sealed[1 : 1 + _MARK_BYTES], sealed[1 + _MARK_BYTES :]
    key = next((key for key in _keys() if _mark(key) == mark), None)
    if sealed[:1] != _VERSION or key is None:
        raise SealBroken
    nonce, body = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    try:
        return AESGCM(_derive(key, "seal")).decrypt(nonce, body, context.encode())
    except InvalidTag as error:
        raise SealBroken from error


def digest(plain: str, *, context: str) -> bytes:
    """Return the keyed digest to store beside a sealed value."""
    return _digest_with(_keys()[0], plain, context=context)


def digests(plain: str, *, context: str) -> list[bytes]:
    """Return the digests to look up, under the present and all retired keys."""
    return [_digest_with(key, plain, context=context) for key in _keys()]


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]  # Django fields are no generics at run time
    """A text that stands in the database only sealed, bound to its table and column."""

    def get_db_prep_value(
        self,
        value: object,
        connection: BaseDatabaseWrapper,
        prepared: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> object:
        if isinstance(value, str):
            value = seal(value.encode(), context=self._context())
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(
        self, value: bytes | None, _expression: Expression, _connection: BaseDatabaseWrapper
    ) -> str | None:
        """Open the seal of what the database holds."""
        return None if value is None else unseal(bytes(value), context=self._context()).decode()

    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"


def _digest_with(key: bytes, plain: str, *, context: str) -> bytes:
    return hmac.digest(_derive(key, "digest"), f"{context}\x00{plain}".encode(), sha256)


def _keys() -> list[bytes]:
    retired: Iterable[str] = getattr(settings, "HAIDANG_RETIRED_FIELD_KEYS", ())
    return [bytes.fromhex(key) for key in (settings.HAIDANG_FIELD_KEY, *retired)]


@lru_cache(maxsize=16)
def _derive(key: bytes, purpose: str) -> bytes:
    info = f"haidang.identity.{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key)


def _mark(key: bytes) -> bytes:
    return _derive(key, "mark")[:_MARK_BYTES]

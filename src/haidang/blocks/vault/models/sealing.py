"""Encrypt a file in chunks: AES-256-GCM, each chunk bound to its place, the last one marked.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015): the
nonce is seven random bytes, four of counter and one that marks the last chunk. So chunks
cannot be changed, moved, repeated or cut off unseen.
"""

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from haidang.blocks.vault.errors import FileDamaged

CHUNK_BYTES: Final = 256 * 1024
KEY_BYTES: Final = 32
_MAGIC: Final = b"HDV1"
_PREFIX_BYTES: Final = 7
_TAG_BYTES: Final = 16


def make_key() -> bytes:
    """Return a fresh key for one file."""
    return secrets.token_bytes(KEY_BYTES)


def seal_file(plain: bytes, *, key: bytes) -> bytes:
    """Return the encrypted file."""
    prefix = secrets.token_bytes(_PREFIX_BYTES)
    cipher = AESGCM(key)
    starts = range(0, max(len(plain), 1), CHUNK_BYTES)
    parts = [_MAGIC, prefix]
    for index, start in enumerate(starts):
        is_last = start + CHUNK_BYTES >= len(plain)
        nonce = _nonce(prefix, index, is_last=is_last)
        parts.append(cipher.encrypt(nonce, plain[start : start + CHUNK_BYTES], _MAGIC))
    return b"".join(parts)


def unseal_file(sealed: bytes, *, key: bytes) -> bytes:
    """Return the file; raises FileDamaged when a single bit differs or the end is missing."""
    body_at = len(_MAGIC) + _PREFIX_BYTES
    prefix, body = sealed[len(_MAGIC) : body_at], sealed[body_at:]
    size = CHUNK_BYTES + _TAG_BYTES
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    if not sealed.startswith(_MAGIC) or not chunks:
        raise FileDamaged
    cipher = AESGCM(key)
    try:
        return b"".join(
            cipher.decrypt(_nonce(prefix, index, is_last=index == len(chunks) - 1), chunk, _MAGIC)
            for index, chunk in enumerate(chunks)
        )
    except (InvalidTag, ValueError) as error:
        raise FileDamaged from error


def _nonce(prefix: bytes, index: int, *, is_last: bool) -> bytes:
    return prefix + index.to_bytes(4, "big") + (b"\x01" if is_last else b"\x00")

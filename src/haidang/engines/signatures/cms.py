"""The signature itself: a CMS structure as PAdES B-B wants it, put together byte by byte.

Law: TT 15/2025/TT-BKHCN, Article 6 (through ETSI EN 319 142-1: contentType, messageDigest and
signingCertificateV2 are signed; the time of signing stands in the document).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from asn1crypto import x509

from haidang.engines.signatures.plain import Unfamiliar

_SHA256: Final = bytes.fromhex("300d06096086480165030402010500")
_ALGORITHMS: Final = {
    "rsa": bytes.fromhex("300d06092a864886f70d01010b0500"),
    "ec": bytes.fromhex("300a06082a8648ce3d040302"),
}
_NO_CONTENT: Final = bytes.fromhex("300b06092a864886f70d010701")
_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
_CONTENT_TYPE: Final = bytes.fromhex("301806092a864886f70d010903310b06092a864886f70d010701")
_MESSAGE_DIGEST: Final = bytes.fromhex("06092a864886f70d010904")
_CERTIFICATE_V2: Final = bytes.fromhex("060b2a864886f70d010910022f")
_VERSION_1: Final = bytes.fromhex("020101")
_SHORT: Final = 0x80


@dataclass(frozen=True, slots=True)
class _Fixed:
    """What is the same in every signature of one certificate."""

    certificates: bytes
    identifier: bytes
    certificate_attribute: bytes
    algorithm: bytes


def make_signature(
    digest: bytes, *, certificates: tuple[bytes, ...], sign_bytes: Callable[[bytes], bytes]
) -> bytes:
    """Return the signature over a document whose SHA-256 is given."""
    fixed = _fixed(certificates)
    attributes = b"".join(
        sorted(
            (
                _CONTENT_TYPE,
                _wrap(0x30, _MESSAGE_DIGEST + _wrap(0x31, _wrap(0x04, digest))),
                fixed.certificate_attribute,
            )
        )
    )
    signature = sign_bytes(_wrap(0x31, attributes))
    info = _wrap(
        0x30,
        _VERSION_1 + fixed.identifier + _SHA256 + _wrap(0xA0, attributes)
        + fixed.algorithm + _wrap(0x04, signature),
    )  # fmt: skip
    signed = _wrap(
        0x30,
        _VERSION_1 + _wrap(0x31, _SHA256) + _NO_CONTENT + fixed.certificates + _wrap(0x31, info),
    )
    return _wrap(0x30, _SIGNED_DATA + _wrap(0xA0, signed))


@lru_cache(maxsize=1024)
def _fixed(certificates: tuple[bytes, ...]) -> _Fixed:
    found = [x509.Certificate.load(der) for der in certificates]
    own = found[0]
    algorithm = _ALGORITHMS.get(own.public_key.algorithm)
    if algorithm is None:
        raise Unfamiliar
    # Roots are not sent along: who checks has them, or does not believe them.
    sent = {
        der
        for der, one in zip(certificates, found, strict=True)
        if one is own or one.issuer.dump() != one.subject.dump()
    }
    issuer, serial = own.issuer.dump(), own["tbs_certificate"]["serial_number"].dump()
    named = _wrap(0x30, _wrap(0x30, _wrap(0xA4, issuer)) + serial)
    hashed = _wrap(0x04, hashlib.sha256(certificates[0]).digest())
    attribute = _wrap(0x31, _wrap(0x30, _wrap(0x30, _wrap(0x30, hashed + named))))
    return _Fixed(
        certificates=_wrap(0xA0, b"".join(sorted(sent))),
        identifier=_wrap(0x30, issuer + serial),
        certificate_attribute=_wrap(0x30, _CERTIFICATE_V2 + attribute),
        algorithm=algorithm,
    )


def _wrap(tag: int, content: bytes) -> bytes:
    """Return a DER element."""
    length = len(content)
    if length < _SHORT:
        return bytes((tag, length)) + content
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, _SHORT | len(digits))) + digits + content

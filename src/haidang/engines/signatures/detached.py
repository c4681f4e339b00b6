"""Sign bytes that are no PDF, and check such a signature: CMS, detached (RFC 5652)."""

import asyncio
import hashlib
from collections.abc import Iterable
from datetime import datetime

from asn1crypto import cms, pem, x509
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from haidang.engines.signatures.cms import make_signature
from haidang.engines.signatures.model import Credential


def sign_detached(content: bytes, *, credential: Credential) -> bytes:
    """Return a detached signature over bytes, in DER; `openssl cms -verify` reads it."""
    return make_signature(
        hashlib.sha256(content).digest(),
        certificates=credential.certificates,
        sign_bytes=credential.sign_bytes,
    )


def check_detached(
    content: bytes, signature: bytes, *, roots: Iterable[bytes], at: datetime
) -> str:
    """Return who signed bytes; empty when it cannot be proved. Nothing is fetched."""
    try:
        signed = cms.ContentInfo.load(signature, strict=True)["content"]
        trusted = [x509.Certificate.load(_der(root)) for root in roots]
        context = ValidationContext(trust_roots=trusted, moment=at, allow_fetching=False)
        status = asyncio.run(
            async_validate_detached_cms(content, signed, signer_validation_context=context)
        )
        name: str = status.signing_cert.subject.native.get("common_name", "")
        holds = status.intact and status.valid and status.trusted
    except Exception:  # noqa: BLE001 - a forged signature may provoke anything; all of it means no
        return ""
    return name if holds else ""


def _der(certificate: bytes) -> bytes:
    return bytes(pem.unarmor(certificate)[2]) if pem.detect(certificate) else certificate

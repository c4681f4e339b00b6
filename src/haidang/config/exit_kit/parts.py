"""Parts of a kit: packed, enveloped to the owner, named with their digests in the manifest.

An envelope is CMS EnvelopedData (RFC 5652) with AES-256-CBC for one RSA certificate, which
`openssl cms -decrypt` opens; that nothing in it was changed is what the signed manifest proves.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7

from haidang.kernel.errors import HaidangError
from haidang.kernel.events import JSON

FORMAT: Final = "haidang-exit-kit/1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.p7s"
_BLOCK: Final = 1 << 20


class KitFaulty(HaidangError):
    """The kit is not what its manifest says, or not for this owner."""

    code = "kit.faulty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file of the kit; ``rows`` are lines of a table or documents."""

    path: str
    kind: str
    table: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who can open a kit: the certificate closes, the private key opens."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey | None = None

    def close(self, content: bytes) -> bytes:
        """Return content in an envelope for the owner."""
        builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content)
        builder = builder.set_content_encryption_algorithm(algorithms.AES256)
        builder = builder.add_recipient(self.certificate)
        return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])

    def open(self, envelope: bytes) -> bytes:
        """Return what is in an envelope; raises KitFaulty for another owner's."""
        if self.key is None:
            raise KitFaulty("The owner's private key is needed to open the kit.")
        try:
            return pkcs7.pkcs7_decrypt_der(envelope, self.certificate, self.key, [])
        except ValueError as error:
            raise KitFaulty("The kit cannot be opened with this key.") from error


def read_owner(certificate: Path, key: Path | None = None, *, password: str = "") -> Owner:
    """Read the owner's certificate and, to open a kit, the private key (both PEM)."""
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    if not isinstance(found.public_key(), rsa.RSAPublicKey):
        raise KitFaulty("The owner's certificate must hold an RSA key.")
    if key is None:
        return Owner(certificate=found)
    private = load_pem_private_key(key.read_bytes(), password.encode() or None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise KitFaulty("The owner's key must be an RSA key.")
    return Owner(certificate=found, key=private)


def pack_lines(lines: list[str]) -> bytes:
    """Return lines as gzip; the same lines give the same bytes."""
    return gzip.compress("".join(f"{line}\n" for line in lines).encode(), 6, mtime=0)


def unpack_lines(packed: bytes) -> Iterator[str]:
    """Yield the lines of a part."""
    yield from gzip.decompress(packed).decode().split("\n")[:-1]


def write_part(
    folder: Path, path: str, content: bytes, *, kind: str, table: str = "", rows: int = 0
) -> Part:
    """Write one file of a kit."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return Part(path=path, kind=kind, table=table, rows=rows, size=len(content), sha256=digest)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def manifest_bytes(facts: Mapping[str, JSON], parts: list[Part]) -> bytes:
    """Return the manifest as it is signed."""
    content = {**facts, "files": [asdict(part) for part in parts]}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def read_parts(manifest: Mapping[str, JSON]) -> list[Part]:
    """Return the files that a manifest names; raises KitFaulty for another format."""
    files = manifest.get("files")
    if manifest.get("format") != FORMAT or not isinstance(files, list):
        raise KitFaulty(f"The manifest is not of the format {FORMAT}.")
    try:
        return [_part(row) for row in files if isinstance(row, dict)]
    except (KeyError, ValueError) as error:
        raise KitFaulty("The manifest names a file in a way that is not known.") from error


def _part(row: Mapping[str, JSON]) -> Part:
    return Part(
        path=str(row["path"]),
        kind=str(row["kind"]),
        table=str(row["table"]),
        rows=int(str(row["rows"])),
        size=int(str(row["size"])),
        sha256=str(row["sha256"]),
    )

"""Sign with keys that stand in a folder of encrypted PKCS#12 files."""

import re
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from haidang.adapters.signing_pkcs12.authority import (
    SampleAuthority,
    Subject,
    create_sample_authority,
)
from haidang.adapters.signing_pkcs12.settings import Pkcs12Settings
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    changed_at: int
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificates: tuple[bytes, ...]


class Provider:
    """A signing provider whose key reference is the name of a file without ``.p12``."""

    def __init__(self, options: Pkcs12Settings | None = None) -> None:
        self._options = options or Pkcs12Settings.from_django()
        self._opened: dict[str, _Opened] = {}
        self._lock = threading.Lock()
        self._authority_kept: SampleAuthority | None = None

    def read_certificates(self, *, key_reference: str) -> tuple[bytes, ...]:
        """Return the certificate of a key in DER, and its issuers' after it."""
        return self._open(key_reference).certificates

    def sign_bytes(self, data: bytes, *, key_reference: str) -> bytes:
        """Sign the SHA-256 of bytes: RSASSA-PKCS1-v1_5 or ECDSA, as the key is."""
        key = self._open(key_reference).key
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return key.sign(data, ec.ECDSA(hashes.SHA256()))

    def make_sample_authority(self, *, at: datetime) -> bytes:
        """Make the sample root and its issuing authority once; return the root in PEM."""
        return self._authority(at).root_pem.read_bytes()

    def make_sample_key(
        self,
        *,
        holder_kind: str,
        code: str,
        name: str,
        title: str,
        organization: str,
        at: datetime,
    ) -> str:
        """Make a key and certificate for a holder once; return the key's reference."""
        reference = re.sub(r"[^A-Za-z0-9.-]", "_", f"{holder_kind}-{code}")
        subject = Subject(
            kind="agency" if holder_kind == "agency" else "person",
            code=code,
            name=name,
            reference=reference,
            title=title,
            organization=organization,
        )
        self._authority(at).certify(subject, at=at)
        return reference

    def _authority(self, at: datetime) -> SampleAuthority:
        if self._authority_kept is None or not self._authority_kept.root_pem.exists():
            folder, password = self._options.folder, self._options.password
            self._authority_kept = create_sample_authority(folder, password=password, at=at)
        return self._authority_kept

    def _open(self, key_reference: str) -> _Opened:
        path = self._path_of(key_reference)
        try:
            changed_at = path.stat().st_mtime_ns
        except OSError as error:
            raise ProviderUnavailable("The key container is not there.") from error
        opened = self._opened.get(key_reference)
        if opened is None or opened.changed_at != changed_at:
            with self._lock:
                opened = _read(path, password=self._options.password, changed_at=changed_at)
                self._opened[key_reference] = opened
        return opened

    def _path_of(self, key_reference: str) -> Path:
        path = self._options.folder / f"{key_reference}.p12"
        if path.parent != self._options.folder or key_reference.startswith("."):
            raise ProviderRefused("A key reference is the plain name of a file.")
        return path


def _read(path: Path, *, password: str, changed_at: int) -> _Opened:
    try:
        found = pkcs12.load_pkcs12(path.read_bytes(), password.encode())
    except OSError as error:
        raise ProviderUnavailable("The key container cannot be read.") from error
    except ValueError as error:
        raise ProviderRefused("The password does not open the key container.") from error
    if found.cert is None or not isinstance(
        found.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    ):
        raise ProviderRefused("The container holds no RSA or elliptic curve key with certificate.")
    certificates = [found.cert, *found.additional_certs]
    encoded = tuple(
        item.certificate.public_bytes(serialization.Encoding.DER) for item in certificates
    )
    return _Opened(changed_at=changed_at, key=found.key, certificates=encoded)

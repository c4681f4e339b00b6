"""A sample authority: everything that it certifies says that it is not real."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from haidang.kernel.files import write_once, write_whole

Algorithm = Literal["rsa", "ec"]
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

ROOT_NAME: Final = "Hải Đăng Sample Root (DỮ LIỆU MẪU)"
ISSUER_NAME: Final = "Hải Đăng Sample Issuing CA (DỮ LIỆU MẪU)"
TRUST_FOLDER: Final = "trust"
_ROOT_DAYS: Final = 3650
_ISSUER_DAYS: Final = 2920
_HOLDER_DAYS: Final = 1095
_ISSUER_FILE: Final = "sample-issuing-ca"
_LONGEST: Final = 64
_ABBREVIATIONS: Final = {
    "Ủy ban nhân dân": "UBND",
    "Trung tâm Phục vụ hành chính công": "TTPVHCC",
}
_ORGANIZATION_IDENTIFIER: Final = x509.ObjectIdentifier("2.5.4.97")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a certificate names: ``code`` is the holder's, ``reference`` the file's name."""

    kind: Literal["person", "agency"]
    code: str
    name: str
    reference: str
    title: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleAuthority:
    """The issuing authority: makes certificates; ``root_pem`` is what relying parties trust.

    To let ``pdfsig`` trust it: ``certutil -N -d sql:DIR --empty-password``, then
    ``certutil -A -d sql:DIR -n "Hai Dang Sample Root" -t "CT,C,C" -i sample-root.pem``, then
    ``pdfsig -nssdir DIR document.pdf``.
    """

    folder: Path
    password: str
    root_pem: Path
    key: Key
    certificate: x509.Certificate

    def certify(
        self, subject: Subject, *, at: datetime.datetime, algorithm: Algorithm = "rsa"
    ) -> Path:
        """Make a key and certificate for a subject, unless its container is there already."""
        path = self.folder / f"{subject.reference}.p12"
        if path.exists():
            return path
        key = _make_key(algorithm)
        names = _holder_name(subject)
        certificate = (
            _builder(names, key, at=at, days=_HOLDER_DAYS)
            .issuer_name(self.certificate.subject)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signing=True), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage(
                    [ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.CLIENT_AUTH]
                ),
                critical=False,
            )
            .add_extension(_issued_by(self.key), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        _store(path, subject.name, key, certificate, [self.certificate], self.password)
        return path


def create_sample_authority(
    folder: Path,
    *,
    password: str,
    at: datetime.datetime,
    subjects: Iterable[Subject] = (),
    algorithm: Algorithm = "rsa",
) -> SampleAuthority:
    """Make the sample root, its issuing authority and the subjects' certificates in a folder.

    What is there already stays; of several processes that make it at once, the first one's
    does. The root's key is thrown away when the issuing authority is made: nothing but that
    authority can ever follow from it. The root's certificate stands in
    ``trust/sample-root.pem`` under the folder.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    root_pem = folder / TRUST_FOLDER / "sample-root.pem"
    path = folder / f"{_ISSUER_FILE}.p12"
    if not path.exists():
        _make_authorities(path, password=password, at=at, algorithm=algorithm)
    found = pkcs12.load_pkcs12(path.read_bytes(), password.encode())
    if found.cert is None or not isinstance(found.key, Key):
        raise ValueError("The container of the sample authority is not whole.")
    root = found.additional_certs[0].certificate.public_bytes(serialization.Encoding.PEM)
    if not root_pem.exists() or root_pem.read_bytes() != root:
        write_whole(root_pem, root)
    authority = SampleAuthority(
        folder=folder,
        password=password,
        root_pem=root_pem,
        key=found.key,
        certificate=found.cert.certificate,
    )
    for subject in subjects:
        authority.certify(subject, at=at, algorithm=algorithm)
    return authority


def _make_authorities(
    path: Path, *, password: str, at: datetime.datetime, algorithm: Algorithm
) -> None:
    root_key, key = _make_key(algorithm), _make_key(algorithm)
    root_name, name = _authority_name(ROOT_NAME), _authority_name(ISSUER_NAME)
    root = _authority(root_name, root_key, root_name, root_key, at=at, days=_ROOT_DAYS, depth=1)
    issuer = _authority(name, key, root_name, root_key, at=at, days=_ISSUER_DAYS, depth=0)
    _store(path, ISSUER_NAME, key, issuer, [root], password)


def _authority(
    name: x509.Name,
    key: Key,
    issuer_name: x509.Name,
    issuer_key: Key,
    *,
    at: datetime.datetime,
    days: int,
    depth: int,
) -> x509.Certificate:
    return (
        _builder(name, key, at=at, days=days)
        .issuer_name(issuer_name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=depth), critical=True)
        .add_extension(_usage(signing=False), critical=True)
        .add_extension(_issued_by(issuer_key), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _builder(
    name: x509.Name, key: Key, *, at: datetime.datetime, days: int
) -> x509.CertificateBuilder:
    # A sample clock may run behind the machine's, so validity begins some months before.
    begin = at - datetime.timedelta(days=365)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(at + datetime.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _make_key(algorithm: Algorithm) -> Key:
    if algorithm == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _issued_by(key: Key) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _usage(*, signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signing,
        crl_sign=not signing,
        encipher_only=False,
        decipher_only=False,
    )


def _authority_name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "DỮ LIỆU MẪU"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _holder_name(subject: Subject) -> x509.Name:
    attributes = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    organization = subject.organization or subject.name
    attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(organization)))
    code = _ORGANIZATION_IDENTIFIER if subject.kind == "agency" else NameOID.SERIAL_NUMBER
    attributes.append(x509.NameAttribute(code, subject.code))
    if subject.title:
        attributes.append(x509.NameAttribute(NameOID.TITLE, _short(subject.title)))
    attributes.append(x509.NameAttribute(NameOID.COMMON_NAME, _short(subject.name)))
    return x509.Name(attributes)


def _short(text: str) -> str:
    """Shorten a name to 64 bytes, as the library counts the limit of X.520.

    The usual abbreviations of public bodies come first; cutting is the last resort.
    """
    for words, abbreviation in _ABBREVIATIONS.items():
        if len(text.encode()) > _LONGEST:
            text = text.replace(words, abbreviation)
    while len(text.encode()) > _LONGEST:
        text = text[:-1]
    return text.rstrip()


def _store(
    path: Path,
    name: str,
    key: Key,
    certificate: x509.Certificate,
    issuers: list[x509.Certificate],
    password: str,
) -> None:
    protection = serialization.BestAvailableEncryption(password.encode())
    content = pkcs12.serialize_key_and_certificates(
        name.encode(), key, certificate, issuers, protection
    )
    write_once(path, content, mode=0o600)

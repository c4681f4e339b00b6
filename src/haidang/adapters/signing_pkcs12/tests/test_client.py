"""Keys in PKCS#12 files: the promise of every provider, and what is special to files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from haidang.adapters.signing_pkcs12 import Provider, Subject, create_sample_authority
from haidang.adapters.signing_pkcs12.settings import Pkcs12Settings
from haidang.blocks.signing.testing import SigningProviderConformance, is_signed_by
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable

AT = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
OPENS = "sample"
KHANH = Subject(
    kind="person",
    code="khanh",
    name="Phạm Quốc Khánh",
    reference="person-khanh",
    title="Phó Chủ tịch",
    organization="Ủy ban nhân dân phường Thuỷ Nguyên",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys")
    create_sample_authority(made, password=OPENS, at=AT, subjects=[KHANH])
    return made


def open_provider(folder: Path, password: str = OPENS) -> Provider:
    return Provider(Pkcs12Settings(folder=folder, password=password))


class TestConformance(SigningProviderConformance):
    @pytest.fixture(autouse=True)
    def _keys(self, folder: Path) -> None:
        self.folder = folder

    def provider(self) -> Provider:
        return open_provider(self.folder)

    def key_reference(self) -> str:
        return "person-khanh"


def test_an_elliptic_curve_key_signs_too(tmp_path: Path) -> None:
    create_sample_authority(tmp_path, password=OPENS, at=AT, subjects=[KHANH], algorithm="ec")
    provider = open_provider(tmp_path)

    signature = provider.sign_bytes(b"content", key_reference="person-khanh")

    certificate = provider.read_certificates(key_reference="person-khanh")[0]
    assert is_signed_by(certificate, data=b"content", signature=signature)


def test_the_wrong_password_is_refused(folder: Path) -> None:
    with pytest.raises(ProviderRefused):
        open_provider(folder, "wrong").sign_bytes(b"content", key_reference="person-khanh")


def test_a_missing_container_may_come_back(folder: Path) -> None:
    with pytest.raises(ProviderUnavailable):
        open_provider(folder).sign_bytes(b"content", key_reference="person-lan")


@pytest.mark.parametrize("reference", ["../keys/person-khanh", ".hidden", "a/b"])
def test_a_reference_never_leaves_the_folder(folder: Path, reference: str) -> None:
    with pytest.raises(ProviderRefused):
        open_provider(folder).sign_bytes(b"content", key_reference=reference)


def test_containers_are_readable_by_their_owner_only(folder: Path) -> None:
    modes = {path.stat().st_mode & 0o077 for path in folder.glob("*.p12")}

    assert modes == {0}


def test_making_the_authority_again_keeps_its_root(folder: Path) -> None:
    before = (folder / "trust" / "sample-root.pem").read_bytes()

    create_sample_authority(folder, password=OPENS, at=AT, subjects=[KHANH])

    assert (folder / "trust" / "sample-root.pem").read_bytes() == before


def test_a_root_that_is_not_whole_is_put_right(folder: Path) -> None:
    root = folder / "trust" / "sample-root.pem"
    before = root.read_bytes()
    root.write_bytes(b"")

    create_sample_authority(folder, password=OPENS, at=AT)

    assert root.read_bytes() == before


def test_the_root_says_that_it_is_a_sample(folder: Path) -> None:
    root = x509.load_pem_x509_certificate((folder / "trust" / "sample-root.pem").read_bytes())

    assert "DỮ LIỆU MẪU" in root.subject.rfc4514_string()


def test_a_certificate_may_sign_documents_and_nothing_else(folder: Path) -> None:
    found = open_provider(folder).read_certificates(key_reference="person-khanh")[0]

    usage = (
        x509.load_der_x509_certificate(found)
        .extensions.get_extension_for_class(x509.KeyUsage)
        .value
    )
    assert (usage.digital_signature, usage.content_commitment) == (True, True)
    assert (usage.key_cert_sign, usage.crl_sign) == (False, False)

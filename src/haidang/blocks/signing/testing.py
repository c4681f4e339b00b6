"""For tests of signing and above: sample holders in one call, and the conformance suite."""

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from haidang.blocks.signing.actions import create_sample_authority, enrol_sample_holder
from haidang.blocks.signing.providers import SigningProvider
from haidang.blocks.signing.types import Holder, RegisteredKey
from haidang.kernel.actors import system
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable

LEADER = Holder(kind="person", code="khanh")
WARD = Holder(kind="agency", code="H24.182")
TESTER = system("test")


def make_leader() -> RegisteredKey:
    """Give the leader of the sample ward a key of the sample authority."""
    create_sample_authority(actor=TESTER)
    return enrol_sample_holder(
        LEADER,
        name="Phạm Quốc Khánh",
        title="Phó Chủ tịch",
        organization="Ủy ban nhân dân phường Thuỷ Nguyên",
        actor=TESTER,
    )


def make_ward() -> RegisteredKey:
    """Give the sample ward a key of the sample authority."""
    create_sample_authority(actor=TESTER)
    return enrol_sample_holder(WARD, name="Ủy ban nhân dân phường Thuỷ Nguyên", actor=TESTER)


def is_signed_by(certificate: bytes, *, data: bytes, signature: bytes) -> bool:
    """Tell whether a signature over the SHA-256 of data belongs to a certificate in DER."""
    key = x509.load_der_x509_certificate(certificate).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


class SigningProviderConformance:
    """What every signing provider promises; a subclass says how one is set up."""

    def provider(self) -> SigningProvider:
        """Return the provider under test."""
        raise NotImplementedError

    def key_reference(self) -> str:
        """Return the reference of a key that it keeps."""
        raise NotImplementedError

    def test_what_it_signs_belongs_to_its_certificate(self) -> None:
        """The first certificate is the key's own."""
        reference = self.key_reference()
        certificates = self.provider().read_certificates(key_reference=reference)

        signature = self.provider().sign_bytes(b"content", key_reference=reference)

        assert is_signed_by(certificates[0], data=b"content", signature=signature)
        assert not is_signed_by(certificates[0], data=b"Content", signature=signature)

    def test_the_issuers_follow_the_certificate(self) -> None:
        """Each certificate was issued by the next."""
        reference = self.key_reference()

        ders = self.provider().read_certificates(key_reference=reference)

        chain = [x509.load_der_x509_certificate(der) for der in ders]
        assert len(chain) > 1
        assert [item.issuer for item in chain[:-1]] == [item.subject for item in chain[1:]]

    def test_a_key_that_it_does_not_keep_is_a_fault_of_a_provider(self) -> None:
        """No other error leaves a provider."""
        try:
            self.provider().sign_bytes(b"content", key_reference="nobody")
        except (ProviderRefused, ProviderUnavailable):
            refused = True
        else:
            refused = False

        assert refused

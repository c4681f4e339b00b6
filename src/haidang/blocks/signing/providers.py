"""What a keeper of signing keys has to offer, and which ones are set up."""

from datetime import datetime
from functools import cache
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.utils.module_loading import import_string

from haidang.kernel.errors import ProviderRefused


class SigningProvider(Protocol):
    """A keeper of keys: files, a hardware module, or a remote signing service.

    Its faults are ProviderUnavailable (try again) or ProviderRefused (never).
    """

    def read_certificates(self, *, key_reference: str) -> tuple[bytes, ...]:
        """Return the certificate of a key in DER, and its issuers' after it."""

    def sign_bytes(self, data: bytes, *, key_reference: str) -> bytes:
        """Sign the SHA-256 of bytes: RSASSA-PKCS1-v1_5, or ECDSA in DER."""


@runtime_checkable
class SampleIssuer(Protocol):
    """A provider that makes sample keys, for installations that hold sample data only."""

    def make_sample_authority(self, *, at: datetime) -> bytes:
        """Make the sample root and its issuing authority once; return the root in PEM."""

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


@cache
def get_provider(name: str) -> SigningProvider:
    """Return a provider by its name in the setting SIGNING_PROVIDERS."""
    path = settings.SIGNING_PROVIDERS.get(name)
    if path is None:
        raise ProviderRefused(f"There is no signing provider {name!r}.")
    provider: SigningProvider = import_string(path)()
    return provider


def find_sample_issuer() -> tuple[str, SampleIssuer]:
    """Return the first provider that makes sample keys; raises ProviderRefused without one."""
    for name in settings.SIGNING_PROVIDERS:
        provider = get_provider(name)
        if isinstance(provider, SampleIssuer):
            return name, provider
    raise ProviderRefused("No signing provider makes sample keys.")

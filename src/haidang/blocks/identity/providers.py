"""Sign-in providers: what each promises, and where the chosen ones are found."""

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from haidang.blocks.identity.errors import ProviderUnknown
from haidang.blocks.identity.types import SignInStart, VerifiedClaims


class SignInProvider(Protocol):
    """Somebody who vouches for who a person is (OpenID Connect, code flow with PKCE)."""

    def start(self, *, redirect_uri: str, login_hint: str = "") -> SignInStart:
        """Return where to send the person; raises ProviderUnavailable."""
        ...

    def complete(
        self, *, code: str, code_verifier: str, nonce: str, redirect_uri: str
    ) -> VerifiedClaims:
        """Exchange the code and check the answer's signature, audience, time and nonce.

        Raises ProviderUnavailable (try again later) or ProviderRefused (do not).
        """
        ...


def get_provider(name: str) -> SignInProvider:
    """Return the provider of a name in the setting IDENTITY_PROVIDERS."""
    path = _paths().get(name)
    if path is None:
        raise ProviderUnknown
    return _load(path)


def list_providers() -> list[str]:
    """Return the names of the providers that this installation uses."""
    return sorted(_paths())


def _paths() -> Mapping[str, str]:
    paths: Mapping[str, str] = getattr(settings, "IDENTITY_PROVIDERS", {})
    return paths


@cache
def _load(path: str) -> SignInProvider:
    provider: SignInProvider = import_string(path)()
    return provider

"""What an exchange provider has to offer, and which ones are set up."""

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from haidang.blocks.exchange.types import Envelope, ServiceDescription
from haidang.kernel.errors import ProviderRefused
from haidang.kernel.events import JSON


class ExchangeProvider(Protocol):
    """A transport. Its faults are ProviderUnavailable (again) or ProviderRefused (never)."""

    def call(
        self, *, service: ServiceDescription, payload: Mapping[str, JSON], envelope: Envelope
    ) -> Mapping[str, JSON]:
        """Ask once, within the service's time-out, and return what was answered."""


@cache
def get_provider(name: str) -> ExchangeProvider:
    """Return a provider by its name in the setting EXCHANGE_PROVIDERS."""
    path = settings.EXCHANGE_PROVIDERS.get(name)
    if path is None:
        raise ProviderRefused(f"There is no exchange provider {name!r}.")
    provider: ExchangeProvider = import_string(path)()
    return provider

"""What a postal provider has to offer, and which ones are set up."""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from haidang.blocks.delivery.types import Movement, Order
from haidang.kernel.errors import ProviderRefused


class DeliveryProvider(Protocol):
    """The post. Its faults are ProviderUnavailable (again) or ProviderRefused (never)."""

    def order(self, order: Order) -> str:
        """Have a parcel fetched; return its tracking number. The same key orders once."""

    def movements(self, *, tracking: str) -> tuple[Movement, ...]:
        """Return everything that the post tells of a parcel, oldest first."""


@cache
def get_provider(name: str) -> DeliveryProvider:
    """Return a provider by its name in the setting DELIVERY_PROVIDERS."""
    path = settings.DELIVERY_PROVIDERS.get(name)
    if path is None:
        raise ProviderRefused(f"There is no postal provider {name!r}.")
    provider: DeliveryProvider = import_string(path)()
    return provider

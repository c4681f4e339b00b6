"""What a channel's provider has to offer, and which ones are set up."""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from haidang.blocks.messaging.types import Channel, Letter
from haidang.kernel.errors import ProviderRefused


class MessageProvider(Protocol):
    """A gateway. Its faults are ProviderUnavailable (again) or ProviderRefused (never)."""

    def send(self, letter: Letter) -> str:
        """Hand a letter over; return the gateway's number of it."""


@cache
def get_provider(channel: Channel) -> MessageProvider:
    """Return the provider of a channel, from the setting MESSAGING_PROVIDERS."""
    path = settings.MESSAGING_PROVIDERS.get(channel.value)
    if path is None:
        raise ProviderRefused(f"There is no message provider for {channel}.")
    provider: MessageProvider = import_string(path)()
    return provider

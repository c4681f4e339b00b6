"""What a payment provider has to offer, and which ones are set up."""

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from haidang.blocks.payments.types import BankNotice
from haidang.kernel.errors import ProviderRefused
from haidang.kernel.money import Money


class PaymentProvider(Protocol):
    """A bank or gateway. Its faults are ProviderUnavailable (again) or ProviderRefused (never)."""

    def make_payload(self, *, reference: str, amount: Money) -> str:
        """Return what the QR code says; no call to the outside."""

    def pay_link(self, *, payload: str, return_to: str) -> str:
        """Return an address where a person can pay at once, or nothing."""

    def read_notice(self, *, headers: Mapping[str, str], body: bytes) -> BankNotice:
        """Check the signature of a notice and read it; raises NoticeForged, NoticeUnreadable."""

    def find_payments(self, *, reference: str) -> tuple[BankNotice, ...]:
        """Ask the bank which money with a reference came, oldest first."""

    def refund(self, *, transaction_id: str, amount: Money, reason: str, key: str) -> str:
        """Give money back; return the bank's number. The same key gives back only once."""


@cache
def get_provider(name: str) -> PaymentProvider:
    """Return a provider by its name in the setting PAYMENT_PROVIDERS."""
    path = settings.PAYMENT_PROVIDERS.get(name)
    if path is None:
        raise ProviderRefused(f"There is no payment provider {name!r}.")
    provider: PaymentProvider = import_string(path)()
    return provider

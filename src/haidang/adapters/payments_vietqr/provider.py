"""The payment provider VietQR."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from haidang.adapters.payments_vietqr import client, mapping
from haidang.adapters.payments_vietqr.settings import read_options
from haidang.blocks.payments.public import BankNotice
from haidang.kernel.errors import ProviderUnavailable
from haidang.kernel.money import Money


class Provider:
    """Payments by VietQR into one collecting account."""

    def make_payload(self, *, reference: str, amount: Money) -> str:
        """Return the payload of a dynamic code for one payment."""
        options = read_options()
        transfer = mapping.Transfer(
            bank_bin=options.bank_bin,
            account=options.account,
            amount=amount,
            purpose=mapping.plain_purpose(reference),
            name=mapping.plain_purpose(options.account_name),
        )
        return mapping.encode(transfer)

    def pay_link(self, *, payload: str, return_to: str) -> str:
        """Return the address of the bank's page for this code."""
        words = {"payload": payload} | ({"return_to": return_to} if return_to else {})
        return f"{read_options().url}/app?{urlencode(words)}"

    def read_notice(self, *, headers: Mapping[str, str], body: bytes) -> BankNotice:
        """Check the signature of a notice and read it."""
        return mapping.read_notice(secret=read_options().secret, headers=headers, body=body)

    def find_payments(self, *, reference: str) -> tuple[BankNotice, ...]:
        """Ask the bank which money with a reference came."""
        options = read_options()
        answer = client.get(
            f"{options.url}/payments/{quote(reference, safe='')}", secret=options.secret
        )
        bookings = answer.get("bookings") if isinstance(answer, dict) else None
        if not isinstance(bookings, list):
            raise ProviderUnavailable("The bank's answer cannot be read.")
        return tuple(mapping.to_notice(booking) for booking in bookings)

    def refund(self, *, transaction_id: str, amount: Money, reason: str, key: str) -> str:
        """Have the bank give money back; return the bank's number of it."""
        options = read_options()
        content: dict[str, str | int] = {
            "transaction_id": transaction_id,
            "amount": amount.dong,
            "reason": mapping.plain_purpose(reason),
        }
        answer = client.post(
            f"{options.url}/refunds", secret=options.secret, key=key, content=content
        )
        number = answer.get("refund_id") if isinstance(answer, dict) else None
        if not isinstance(number, str):
            raise ProviderUnavailable("The bank's answer cannot be read.")
        return number

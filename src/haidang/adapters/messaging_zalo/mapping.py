"""Letters as messages of an official account. Pure.

Zalo answers 200 to everything and tells faults by a number in ``error``.
"""

from collections.abc import Mapping
from typing import Final

from haidang.blocks.messaging.public import Letter
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable

_TOO_FAST: Final = -32
_INTERNAL: Final = -200


def to_message(letter: Letter) -> Mapping[str, object]:
    """Return Zalo's words for a letter."""
    return {
        "recipient": {"user_id": letter.to},
        "message": {"text": letter.short},
        "tracking_id": letter.key,
    }


def read_number(answer: object) -> str:
    """Return Zalo's number of a message; raises as the answer's ``error`` says."""
    if not isinstance(answer, dict):
        raise ProviderUnavailable("Zalo's answer cannot be read.")
    fault = answer.get("error")
    if fault in {_TOO_FAST, _INTERNAL}:
        raise ProviderUnavailable(f"Zalo answers {fault}.")
    if fault != 0:
        raise ProviderRefused(f"Zalo refuses with {fault}.")
    details = answer.get("data")
    number = details.get("message_id") if isinstance(details, dict) else None
    if not isinstance(number, str):
        raise ProviderUnavailable("Zalo's answer cannot be read.")
    return number

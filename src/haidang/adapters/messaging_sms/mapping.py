"""Letters as short messages. Pure."""

import unicodedata
from collections.abc import Mapping

from haidang.blocks.messaging.public import Letter
from haidang.kernel.errors import ProviderUnavailable

_LENGTH = 480


def to_message(letter: Letter, *, sender: str) -> Mapping[str, str]:
    """Return the gateway's words for a letter; accents are dropped, as costs and phones ask."""
    return {
        "to": letter.to,
        "sender": sender,
        "text": without_accents(letter.short)[:_LENGTH],
        "request_id": letter.key,
    }


def without_accents(text: str) -> str:
    """Return Vietnamese text in plain Latin letters; case and signs stay."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = (sign for sign in decomposed if not unicodedata.combining(sign))
    return "".join(kept)


def read_number(answer: object) -> str:
    """Return the gateway's number of a message."""
    number = answer.get("message_id") if isinstance(answer, dict) else None
    if not isinstance(number, str):
        raise ProviderUnavailable("The gateway's answer cannot be read.")
    return number

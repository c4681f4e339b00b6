"""The envelope of a call as headers, and the answer as an object. Pure."""

from collections.abc import Mapping
from urllib.parse import quote

from haidang.blocks.exchange.public import Envelope
from haidang.kernel.errors import ProviderUnavailable
from haidang.kernel.events import JSON


def to_headers(envelope: Envelope, *, token: str) -> Mapping[str, str]:
    """Return the headers; texts are percent-encoded, since headers are ASCII."""
    return {
        "Authorization": f"Bearer {token}",
        "X-Request-Id": str(envelope.request_id),
        "X-Case": quote(envelope.subject, safe=""),
        "X-Purpose": quote(envelope.purpose, safe=" ."),
        "X-Officer": quote(envelope.officer, safe=":"),
    }


def read_answer(answer: object) -> Mapping[str, JSON]:
    """Return the answer when it is an object."""
    if not isinstance(answer, dict):
        raise ProviderUnavailable("The service's answer cannot be read.")
    return answer

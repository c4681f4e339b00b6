"""The gateway over HTTP."""

import atexit
from collections.abc import Mapping
from typing import Final

import httpx

from haidang.kernel import watch
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable

_TIMEOUT: Final = httpx.Timeout(8.0, connect=3.0)
_client: Final = httpx.Client(timeout=_TIMEOUT, trust_env=False)
atexit.register(_client.close)
_AGAIN: Final = frozenset({408, 425, 429})


@watch.stepped("call", "zalo")
def post(url: str, *, headers: Mapping[str, str], content: Mapping[str, object]) -> object:
    """Hand something over and return the gateway's answer."""
    try:
        response = _client.post(url, headers=dict(headers), json=dict(content))
    except httpx.HTTPError as error:
        raise ProviderUnavailable(
            f"The gateway does not answer: {type(error).__name__}."
        ) from error
    if response.is_server_error or response.status_code in _AGAIN:
        raise ProviderUnavailable(f"The gateway answers {response.status_code}.")
    if response.is_error:
        raise ProviderRefused(f"The gateway refuses with {response.status_code}.")
    try:
        answer: object = response.json()
    except ValueError as error:
        raise ProviderUnavailable("The gateway's answer cannot be read.") from error
    return answer

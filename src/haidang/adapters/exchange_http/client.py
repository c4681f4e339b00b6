"""The integration platform over HTTP."""

import atexit
from collections.abc import Mapping
from typing import Final

import httpx

from haidang.kernel import watch
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable
from haidang.kernel.events import JSON

_CONNECT_SECONDS: Final = 3.0
_client: Final = httpx.Client(timeout=10.0, trust_env=False)
atexit.register(_client.close)
_AGAIN: Final = frozenset({408, 425, 429})


@watch.stepped("call", "registers")
def send(
    *,
    method: str,
    url: str,
    headers: Mapping[str, str],
    content: Mapping[str, JSON],
    seconds: float,
) -> object:
    """Ask once within some seconds and return what was answered."""
    timeout = httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))
    try:
        response = _client.request(
            method, url, headers=dict(headers), json=dict(content), timeout=timeout
        )
    except httpx.HTTPError as error:
        raise ProviderUnavailable(
            f"The service does not answer: {type(error).__name__}."
        ) from error
    if response.is_server_error or response.status_code in _AGAIN:
        raise ProviderUnavailable(f"The service answers {response.status_code}.")
    if response.is_error:
        raise ProviderRefused(f"The service refuses with {response.status_code}.")
    try:
        answer: object = response.json()
    except ValueError as error:
        raise ProviderUnavailable("The service's answer cannot be read.") from error
    return answer

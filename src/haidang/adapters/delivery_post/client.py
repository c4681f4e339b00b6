"""The post over HTTP: time-outs, and what may be tried again."""

import atexit
from collections.abc import Mapping
from typing import Final

import httpx

from haidang.kernel import watch
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable
from haidang.kernel.events import JSON

_TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0)
_client: Final = httpx.Client(timeout=_TIMEOUT, trust_env=False)
atexit.register(_client.close)
_AGAIN: Final = frozenset({408, 425, 429})


def get(url: str, *, secret: str) -> object:
    """Ask the post."""
    return _send(httpx.Request("GET", url, headers=_headers(secret)))


def post(url: str, *, secret: str, key: str, content: Mapping[str, JSON]) -> object:
    """Tell the post; the same key counts once."""
    headers = {**_headers(secret), "Idempotency-Key": key}
    return _send(httpx.Request("POST", url, headers=headers, json=dict(content)))


def _headers(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}", "Accept": "application/json"}


@watch.stepped("call", "post")
def _send(request: httpx.Request) -> object:
    request.extensions["timeout"] = _TIMEOUT.as_dict()
    try:
        response = _client.send(request)
    except httpx.HTTPError as error:
        raise ProviderUnavailable(f"The post does not answer: {type(error).__name__}.") from error
    if response.is_server_error or response.status_code in _AGAIN:
        raise ProviderUnavailable(f"The post answers {response.status_code}.")
    if response.is_error:
        raise ProviderRefused(f"The post refuses with {response.status_code}.")
    try:
        answer: object = response.json()
    except ValueError as error:
        raise ProviderUnavailable("The post's answer cannot be read.") from error
    return answer

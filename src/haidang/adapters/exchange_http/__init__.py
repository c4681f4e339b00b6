"""Exchange over HTTP: JSON to an integration platform, with who asks and why in headers."""

from haidang.adapters.exchange_http.provider import Provider

__all__ = ["Provider"]

"""The options of the Zalo official account."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where the gateway is and our access token there."""

    url: str
    token: str


def read_options() -> Options:
    """Return the options from the platform's settings."""
    return Options(
        url=settings.HAIDANG_MESSAGES_URL.rstrip("/"), token=settings.HAIDANG_MESSAGES_SECRET
    )

"""The options of the exchange over HTTP."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where the integration platform is and our token there."""

    url: str
    token: str


def read_options() -> Options:
    """Return the options from the platform's settings."""
    return Options(
        url=settings.HAIDANG_REGISTERS_URL.rstrip("/"), token=settings.HAIDANG_REGISTERS_SECRET
    )

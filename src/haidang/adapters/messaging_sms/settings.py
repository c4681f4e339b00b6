"""The options of the SMS gateway."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where the gateway is, our token there, and the brand name that people see."""

    url: str
    token: str
    sender: str


def read_options() -> Options:
    """Return the options from the platform's settings."""
    return Options(
        url=settings.HAIDANG_MESSAGES_URL.rstrip("/"),
        token=settings.HAIDANG_MESSAGES_SECRET,
        sender=settings.HAIDANG_SMS_SENDER,
    )

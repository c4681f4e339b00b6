"""The options of mail."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Which server takes our mail, how it is reached, and who we are there."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str


def read_options() -> Options:
    """Return the options; the server stands in one address such as ``smtps://me:pw@host:465``."""
    parts = urlsplit(settings.HAIDANG_SMTP_URL)
    return Options(
        scheme=parts.scheme,
        host=parts.hostname or "localhost",
        port=parts.port or 25,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=settings.HAIDANG_MAIL_FROM,
    )

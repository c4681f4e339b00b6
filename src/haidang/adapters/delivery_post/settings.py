"""The options of the postal service."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where the post is, and the secret shared with it."""

    url: str
    secret: str


def read_options() -> Options:
    """Return the options from the platform's settings."""
    return Options(url=settings.HAIDANG_POST_URL.rstrip("/"), secret=settings.HAIDANG_POST_SECRET)

"""Sign-in: the part of Django's settings that allauth reads."""

from haidang.config.env import Environment

APPS: list[str] = []
MIDDLEWARE: list[str] = []
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]


def settings_of(env: Environment) -> dict[str, object]:
    """Return allauth's settings for an environment."""
    return {}

"""The console as a Django application."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Make the console's templates and static files known."""

    name = "haidang.channels.console"
    label = "console"

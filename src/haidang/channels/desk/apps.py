"""The desk as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Make the desk's templates and static files known."""

    name = "haidang.channels.desk"
    label = "desk"

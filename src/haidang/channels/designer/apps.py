"""The stewards' screen as a Django application."""

from django.apps import AppConfig


class DesignerConfig(AppConfig):
    """Make the templates and static files of the screen known."""

    name = "haidang.channels.designer"
    label = "designer"

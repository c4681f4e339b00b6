"""The design system as a Django application."""

from django.apps import AppConfig


class UIConfig(AppConfig):
    """Make templates, static files and the tag library ``ui`` known."""

    name = "haidang.ui"
    label = "ui"

"""The portal as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Make templates known."""

    name = "haidang.channels.portal"
    label = "portal"

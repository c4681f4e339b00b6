"""The kiosk as a Django application."""

from django.apps import AppConfig


class KioskConfig(AppConfig):
    """Make the kiosk's templates and static files known."""

    name = "haidang.channels.kiosk"
    label = "kiosk"

"""The wiring as a Django app: commands and checks that need every module."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Commands of the platform."""

    name = "haidang.config"
    label = "wiring"

"""Scanning as a Django app."""

from django.apps import AppConfig


class ScanningConfig(AppConfig):
    """Paper becomes data."""

    name = "haidang.blocks.scanning"
    label = "scanning"
    default_auto_field = "django.db.models.BigAutoField"

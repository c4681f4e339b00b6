"""Succession as a Django app."""

from django.apps import AppConfig


class SuccessionConfig(AppConfig):
    """Mergers of units."""

    name = "haidang.domain.succession"
    label = "succession"

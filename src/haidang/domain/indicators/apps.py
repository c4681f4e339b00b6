"""The indicators as a Django app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """How long cases take."""

    name = "haidang.domain.indicators"
    label = "indicators"

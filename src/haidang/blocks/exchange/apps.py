"""The exchange as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Calls to other agencies."""

    name = "haidang.blocks.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

"""The outbox as a Django app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Events and jobs in the caller's transaction."""

    name = "haidang.blocks.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

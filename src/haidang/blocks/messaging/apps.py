"""Messaging as a Django app."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Notices to people."""

    name = "haidang.blocks.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

"""The waiting room as a Django app."""

from django.apps import AppConfig


class WaitingConfig(AppConfig):
    """Who is inside, and who waits in which order."""

    name = "haidang.blocks.waiting"
    label = "waiting"
    default_auto_field = "django.db.models.BigAutoField"

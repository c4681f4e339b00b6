"""The queue as a Django app."""

from django.apps import AppConfig


class QueueConfig(AppConfig):
    """Numbers of a waiting hall."""

    name = "haidang.domain.queue"
    label = "queue"
    default_auto_field = "django.db.models.BigAutoField"

"""The audit as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what."""

    name = "haidang.blocks.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

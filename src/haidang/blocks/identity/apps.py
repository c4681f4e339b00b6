"""Identity as a Django app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Persons, accounts, mandates, tokens, accesses."""

    name = "haidang.blocks.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

"""The agencies as a Django app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Public bodies, posts, officers, delegations, number books."""

    name = "haidang.blocks.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"

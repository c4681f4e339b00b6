"""The worklist as a Django app."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """Officers' work."""

    name = "haidang.domain.worklist"
    label = "worklist"

"""The vault as a Django app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Files and documents of persons."""

    name = "haidang.blocks.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from haidang.blocks.vault import tasks  # noqa: F401, PLC0415 - declares the nightly work; models are ready only now

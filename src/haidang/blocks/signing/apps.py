"""Signing as a Django app."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Digital signatures of officers and agencies."""

    name = "haidang.blocks.signing"
    label = "signing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from haidang.blocks.signing import tasks  # noqa: F401, PLC0415 - declares the nightly work; models are ready only now

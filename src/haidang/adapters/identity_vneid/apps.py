"""The adapter as a Django app, so that allauth finds its provider and templates."""

from django.apps import AppConfig


class IdentityVNeIDConfig(AppConfig):
    """Sign-in with VNeID."""

    name = "haidang.adapters.identity_vneid"
    label = "identity_vneid"
    verbose_name = "VNeID"

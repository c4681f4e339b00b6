"""Delivery as a Django app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Parcels and what the post tells of them."""

    name = "haidang.blocks.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"

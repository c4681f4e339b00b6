"""Payments as a Django app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Orders, receipts, refunds."""

    name = "haidang.blocks.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

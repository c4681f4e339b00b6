"""The catalogue as a Django app."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Procedures and cities as published."""

    name = "haidang.domain.catalog"
    label = "catalog"

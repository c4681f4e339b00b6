"""Writes of the catalogue."""

from haidang.domain.catalog.actions.publish import publish_city, publish_procedure

__all__ = ["publish_city", "publish_procedure"]

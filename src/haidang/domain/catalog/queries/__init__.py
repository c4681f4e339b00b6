"""Reads of the catalogue."""

from haidang.domain.catalog.queries.cities import (
    city_revision,
    forget_cities,
    get_offer,
    near_time,
    number_format,
    short_name,
    unit_names,
    unit_provinces,
    value_lists,
    working_calendar,
)
from haidang.domain.catalog.queries.revisions import (
    current_revision,
    get_revision,
    list_procedures,
)
from haidang.domain.catalog.queries.search import search_procedures

__all__ = [
    "city_revision",
    "current_revision",
    "forget_cities",
    "get_offer",
    "get_revision",
    "list_procedures",
    "near_time",
    "number_format",
    "search_procedures",
    "short_name",
    "unit_names",
    "unit_provinces",
    "value_lists",
    "working_calendar",
]

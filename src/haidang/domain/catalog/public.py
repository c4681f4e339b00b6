"""The front door of the catalogue."""

from haidang.domain.catalog.actions import publish_city, publish_procedure
from haidang.domain.catalog.errors import (
    CatalogError,
    CityNotPublished,
    NotOffered,
    ProcedureUnknown,
    RevisionUnknown,
)
from haidang.domain.catalog.queries import (
    city_revision,
    current_revision,
    forget_cities,
    get_offer,
    get_revision,
    list_procedures,
    near_time,
    number_format,
    search_procedures,
    short_name,
    unit_names,
    unit_provinces,
    value_lists,
    working_calendar,
)
from haidang.domain.catalog.types import ProcedureSummary, Revision, RevisionId, SearchHit

__all__ = [
    "CatalogError",
    "CityNotPublished",
    "NotOffered",
    "ProcedureSummary",
    "ProcedureUnknown",
    "Revision",
    "RevisionId",
    "RevisionUnknown",
    "SearchHit",
    "city_revision",
    "current_revision",
    "forget_cities",
    "get_offer",
    "get_revision",
    "list_procedures",
    "near_time",
    "number_format",
    "publish_city",
    "publish_procedure",
    "search_procedures",
    "short_name",
    "unit_names",
    "unit_provinces",
    "value_lists",
    "working_calendar",
]

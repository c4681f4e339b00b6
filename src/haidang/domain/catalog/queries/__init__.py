"""Reads of the catalogue."""

from haidang.domain.catalog.queries.changes import (
    city_words,
    may_change_city,
    preview_calendar,
)
from haidang.domain.catalog.queries.choices import (
    list_life_events,
    search_choices,
    suggest_procedures,
)
from haidang.domain.catalog.queries.cities import (
    calendar_in_revision,
    city_files,
    city_revision,
    city_revision_number,
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
from haidang.domain.catalog.queries.guides import get_guide, list_guides
from haidang.domain.catalog.queries.revisions import (
    current_revision,
    get_revision,
    list_procedures,
)
from haidang.domain.catalog.queries.search import (
    browse_procedures,
    find_procedures,
    search_procedures,
)
from haidang.domain.catalog.queries.staged import (
    count_staged,
    get_staged,
    list_staged,
    list_staged_codes,
)

__all__ = [
    "browse_procedures",
    "calendar_in_revision",
    "city_files",
    "city_revision",
    "city_revision_number",
    "city_words",
    "count_staged",
    "current_revision",
    "find_procedures",
    "forget_cities",
    "get_guide",
    "get_offer",
    "get_revision",
    "get_staged",
    "list_guides",
    "list_life_events",
    "list_procedures",
    "list_staged",
    "list_staged_codes",
    "may_change_city",
    "near_time",
    "number_format",
    "preview_calendar",
    "search_choices",
    "search_procedures",
    "short_name",
    "suggest_procedures",
    "unit_names",
    "unit_provinces",
    "value_lists",
    "working_calendar",
]

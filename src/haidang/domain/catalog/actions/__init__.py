"""Writes of the catalogue."""

from haidang.domain.catalog.actions.cities import change_calendar, change_city_words
from haidang.domain.catalog.actions.confirm_record import (
    BulkConfirmation,
    confirm_clean_records,
    confirm_record,
)
from haidang.domain.catalog.actions.import_records import (
    ImportFile,
    import_records,
)
from haidang.domain.catalog.actions.index import found_by, index_procedures
from haidang.domain.catalog.actions.publish import columns_of, publish_city, publish_procedure

__all__ = [
    "BulkConfirmation",
    "ImportFile",
    "change_calendar",
    "change_city_words",
    "columns_of",
    "confirm_clean_records",
    "confirm_record",
    "found_by",
    "import_records",
    "index_procedures",
    "publish_city",
    "publish_procedure",
]

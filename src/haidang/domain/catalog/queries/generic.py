"""Packages that are built from national records, as revisions store them."""

from collections.abc import Mapping
from datetime import date

from haidang.domain.catalog.queries.staged import stored_record
from haidang.engines.national import Blueprint, build_package, flag_of, reading_of
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.events import JSON


def generic_package(content: Mapping[str, JSON]) -> ProcedurePackage:
    """Build the package of a stored generic revision; always the same one."""
    record, reading = _mapping(content["record"]), _mapping(content["reading"])
    return build_package(
        Blueprint(
            record=stored_record(record),
            reading=reading_of(reading),
            flags=tuple(flag_of(_mapping(flag)) for flag in _listed(content["flags"])),
            is_confirmed=bool(content["confirmed_by"]),
            snapshot_on=date.fromisoformat(str(content["snapshot_on"])),
            content_hash=str(content["content_hash"]),
            dead_laws=frozenset(str(one) for one in _listed(content["dead_laws"])),
        )
    )


def _mapping(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, dict) else {}


def _listed(value: JSON) -> list[JSON]:
    return value if isinstance(value, list) else []

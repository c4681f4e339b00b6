"""Small reads that several pages need."""

from typing import Final

from django.conf import settings

from haidang.blocks.agencies import public as agencies
from haidang.domain.catalog import public as catalog
from haidang.ui.fields import Option
from haidang.ui.questions import Places, said

AT_MOST: Final = 8


def unit_options() -> tuple[Option, ...]:
    """Return the wards, communes and special zones of the city."""
    units = agencies.list_units(settings.HAIDANG_CITY)
    return tuple(Option(value=unit.code, label=unit.name) for unit in units)


def places() -> Places:
    """Return the units that addresses choose from."""
    cities = agencies.list_cities()
    own = agencies.get_city(settings.HAIDANG_CITY)
    return Places(
        provinces=tuple(Option(value=one.province_code, label=one.name) for one in cities),
        wards={
            one.province_code: tuple(
                Option(value=unit.code, label=unit.name) for unit in agencies.list_units(one.code)
            )
            for one in cities
        },
        home=own.province_code,
    )


def choices_of(words: str, *, chosen: str = "") -> tuple[Option, ...]:
    """Return the procedures that some words mean, best first; without words the chosen one."""
    if not words.strip():
        return (_option(chosen),) if chosen else ()
    hits = catalog.search_procedures(words.strip(), limit=AT_MOST)
    found = [hit.procedure.code for hit in hits]
    first = [chosen] if chosen and chosen not in found else []
    return tuple(_option(code) for code in (*first, *found))


def _option(code: str) -> Option:
    package = catalog.current_revision(code).package
    return Option(value=code, label=said(package.name), hint=code)

"""Registers that answer from sample rows alone: households, land, tax, allowances, merit."""

from collections.abc import Mapping
from typing import Final

from twins.registers.samples import Record, record_of

SERVICES: Final[Mapping[str, str]] = {
    "/population/households/query": "population.household",
    "/population/consents/query": "population.household_consent",
    "/land/parcels/query": "land.parcel",
    "/tax/land-obligations/query": "tax.land_obligation",
    "/social/households/query": "social.household",
    "/insurance/pensions/query": "insurance.pension",
    "/merit/people/query": "merit.person",
}
"""The address of each service, and the name under which the sample rows stand."""


def find_row(samples: list[Record], asked: dict[str, str]) -> Record | None:
    """Return the record of the first row that agrees with everything that was asked.

    A row is found by the fields beside its record; at least one of them has to be asked.
    """
    for sample in samples:
        shared = [key for key in sample if key != "record" and asked.get(key)]
        if shared and all(str(sample[key]) == asked[key] for key in shared):
            return record_of(sample)
    return None

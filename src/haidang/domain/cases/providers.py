"""How case numbers are written; the generator is chosen by the city's package.

The number is an opaque text of at most 64 signs to everybody else, since the Ministry of
Public Security may change its structure (NĐ 309/2026/NĐ-CP, Article 35).
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

NumberFormat = Callable[[str, date, int], str]


def agency_first(agency: str, on: date, sequence: int) -> str:
    """Write ``H24.182.01-261122-0007``: highest level first (TT 04/2025/TT-VPCP, Article 23)."""
    return f"{agency}-{on:%y%m%d}-{sequence:04d}"


def agency_reversed(agency: str, on: date, sequence: int) -> str:
    """Write ``000.01.182.H24-261122-0007``: lowest level first (the order used until 2025)."""
    levels = agency.split(".")
    padded = [*levels, *["000"] * (4 - len(levels))]
    return f"{'.'.join(reversed(padded))}-{on:%y%m%d}-{sequence:04d}"


NUMBER_FORMATS: Final[Mapping[str, NumberFormat]] = {
    "agency_first": agency_first,
    "agency_reversed": agency_reversed,
}

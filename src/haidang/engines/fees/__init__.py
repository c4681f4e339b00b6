"""Charges and duties of a procedure: who owes what, by which law, and when it is collected.

Words: a *fee* is a *charge* (phí) or a *duty* (lệ phí); its *price* differs by channel; a
dated local *tariff* replaces it; an *exemption* lowers it; a *line* is what one person
owes. Invariants: whole đồng only; the total is the sum of the lines; what is not known
is named and never guessed.
"""

from haidang.engines.fees.model import (
    Collect,
    Exemption,
    Fee,
    FeeKind,
    FeeLine,
    FeeResult,
    FeeSchedule,
    LegalBasis,
    PerUnit,
    Price,
    PriceTable,
    Step,
    Tariff,
    TariffKey,
)
from haidang.engines.fees.parse import parse_fees, parse_tariffs
from haidang.engines.fees.run import compute_fees, find_tariff

__all__ = [
    "Collect",
    "Exemption",
    "Fee",
    "FeeKind",
    "FeeLine",
    "FeeResult",
    "FeeSchedule",
    "LegalBasis",
    "PerUnit",
    "Price",
    "PriceTable",
    "Step",
    "Tariff",
    "TariffKey",
    "compute_fees",
    "find_tariff",
    "parse_fees",
    "parse_tariffs",
]
